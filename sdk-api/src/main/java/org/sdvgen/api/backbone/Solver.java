package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;

/** Samples latents from noise, step by step. Keeps the history that multi-step methods need. */
public interface Solver extends AutoCloseable {
  /**
   * The timestep of every step, from noisy to clean.
   *
   * @return timesteps in the process's own units
   */
  double[] timesteps();

  /**
   * The std of the initial latents, diffusers' {@code init_noise_sigma}.
   *
   * @return a factor of standard normal noise
   */
  default double initNoiseSigma() {
    return 1;
  }

  /**
   * One step.
   *
   * @param index index of the step, from 0, in order
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
