package org.sdvgen.api.update;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.switching.TrackChoice;

/**
 * The step whose gradient an update rule changes.
 *
 * @param step the step, from 0
 * @param choice the tracks whose gradients these are
 * @param parameters the trainable parameters with their current values
 * @param initialValue the value that a parameter, by name, had when training began
 */
public record UpdateStep(
    long step,
    TrackChoice choice,
    List<Parameter> parameters,
    Function<String, NDArray> initialValue) {
  /** Copies the list. */
  public UpdateStep {
    parameters = List.copyOf(parameters);
  }
}
