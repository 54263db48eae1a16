package org.sdvgen.api.backbone;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A solver, its number of steps and its noise schedule.
 *
 * @param name the solver, such as {@code ddim}; empty for the process's default
 * @param steps number of denoising steps, at least 1
 * @param flowShift shift of the noise schedule of flow matching, above 0; empty for the
 *     checkpoint's. A process whose schedule has no shift refuses one
 */
public record SolverChoice(Optional<String> name, int steps, OptionalDouble flowShift) {
  /** Checks the ranges. */
  public SolverChoice {
    if (steps < 1) {
      throw new IllegalArgumentException("num_inference_steps must be at least 1, not " + steps);
    }
    if (flowShift.isPresent()
        && !(flowShift.getAsDouble() > 0 && Double.isFinite(flowShift.getAsDouble()))) {
      throw new IllegalArgumentException(
          "flow_shift must be a finite number above 0, not " + flowShift.getAsDouble());
    }
  }

  /**
   * A choice on the checkpoint's own noise schedule.
   *
   * @param name the solver
   * @param steps number of denoising steps, at least 1
   */
  public SolverChoice(String name, int steps) {
    this(Optional.of(name), steps, OptionalDouble.empty());
  }
}
