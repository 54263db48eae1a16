package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;

/** Goes from noise to latents, step by step. Holds the history that multi-step methods need. */
public interface Solver extends AutoCloseable {
  /**
   * The timestep of every step, from noisy to clean.
   *
   * @return timesteps in the process's own units
   */
  double[] timesteps();

  /**
   * Scale of the initial latents.
   *
   * @return the standard deviation that the first latents must have
   */
  default double initialDeviation() {
    return 1;
  }

  /**
   * One step.
   *
   * @param index which step, from 0, in order
   * @param latents the current latents, (B, c, f, h, w)
   * @param prediction the denoiser's, guided, (B, c, f, h, w)
   * @param noise gives a fresh standard normal array of the latents' shape at every call, for
   *     stochastic solvers
   * @return the next latents, in the manager of {@code latents}
   */
  NDArray step(int index, NDArray latents, NDArray prediction, Supplier<NDArray> noise);

  /** Frees the history. */
  @Override
  void close();
}
