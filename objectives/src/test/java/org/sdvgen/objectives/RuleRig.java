package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.runtime.torch.Devices;

/**
 * Steps of an update rule on two parameters, {@code a} of one element and {@code b} of the rest.
 */
final class RuleRig implements AutoCloseable {
  /** The tracks of the paper and one that no rule knows. */
  static final ComponentContext CONTEXT =
      new ComponentContext(List.of("identity", "motion", "other"), 1, message -> {});

  private final UpdateRule rule;
  private final NDManager scope = Devices.newManager(Devices.cpu());
  private long step;

  RuleRig(UpdateRule rule) {
    this.rule = rule;
  }

  /** Whether wiring refuses the rule beside policies that mix tracks. */
  boolean needsSingleTracks() {
    return rule.needsSingleTracks();
  }

  /** The rule's result for a gradient of one track. */
  float[] step(String track, float... gradient) {
    return step(TrackChoice.of(track), new float[gradient.length], 0, gradient);
  }

  /**
   * The rule's result for a gradient.
   *
   * @param choice the step's tracks
   * @param values the parameters
   * @param initial the initial value of all of them
   * @param gradient the gradient
   * @return the changed gradient
   */
  float[] step(TrackChoice choice, float[] values, float initial, float... gradient) {
    try (NDManager work = scope.newSubManager()) {
      List<Parameter> parameters = parameters(work, values);
      GradientBuffer buffer = new GradientBuffer(work, parameters);
      parameters(work, gradient).forEach(part -> buffer.add(part.name(), part.value()));
      rule.apply(
          new UpdateStep(
              step++, choice, parameters, name -> buffer.get(name).onesLike().mul(initial)),
          buffer);
      return flat(buffer.all());
    }
  }

  private static List<Parameter> parameters(NDManager work, float[] values) {
    NDArray first = work.create(values[0]).reshape(1);
    NDArray rest = work.create(Arrays.copyOfRange(values, 1, values.length), rest(values));
    return List.of(
        new Parameter("a", ParameterGroup.ATTENTION, first),
        new Parameter("b", ParameterGroup.MLP, rest));
  }

  private static Shape rest(float[] values) {
    return new Shape(1, values.length - 1);
  }

  private static float[] flat(Map<String, NDArray> arrays) {
    List<Float> all = new ArrayList<>();
    for (NDArray array : arrays.values()) {
      for (float value : array.toFloatArray()) {
        all.add(value);
      }
    }
    float[] flat = new float[all.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = all.get(i);
    }
    return flat;
  }

  @Override
  public void close() {
    rule.close();
    scope.close();
  }
}
