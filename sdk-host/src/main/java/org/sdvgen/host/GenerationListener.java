package org.sdvgen.host;

import ai.djl.ndarray.NDArray;

/** Watches the denoising of a video. */
@FunctionalInterface
public interface GenerationListener {
  /**
   * A denoising step was taken.
   *
   * @param step its result; the latents live during this call only
   */
  void denoised(Step step);

  /**
   * One denoising step.
   *
   * @param index the step, from 0
   * @param count how many there are
   * @param timestep the timestep it started from, in the noise process's units
   * @param guidanceScale the scale of classifier-free guidance, 1 for none
   * @param latents the latents after the step, (1, c, f, h, w), fp32; not to be changed
   */
  record Step(int index, int count, double timestep, double guidanceScale, NDArray latents) {}
}
