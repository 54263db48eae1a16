package org.sdvgen.api.backbone;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How to sample.
 *
 * @param name the solver, such as {@code ddim}; empty for the process's default
 * @param steps number of denoising steps
 * @param shift shift of the noise schedule, for processes that have one; empty for the checkpoint's
 */
public record SolverConfig(Optional<String> name, int steps, OptionalDouble shift) {
  /** Checks the number of steps. */
  public SolverConfig {
    if (steps < 1) {
      throw new IllegalArgumentException("num_inference_steps must be at least 1, not " + steps);
    }
  }
}
