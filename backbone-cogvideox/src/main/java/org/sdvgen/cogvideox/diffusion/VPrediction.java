package org.sdvgen.cogvideox.diffusion;

import ai.djl.ndarray.NDArray;

/** The clean latents of a v-prediction. */
public final class VPrediction {
  private VPrediction() {}

  /**
   * The predicted clean latents, sqrt(alpha) x - sqrt(1 - alpha) v.
   *
   * @param alpha share of the signal's variance in the latents
   * @param latents x
   * @param prediction v
   * @return a new array in the manager of the latents
   */
  public static NDArray original(double alpha, NDArray latents, NDArray prediction) {
    NDArray kept = latents.mul((float) Math.sqrt(alpha));
    try (NDArray removed = prediction.mul((float) Math.sqrt(1 - alpha))) {
      return kept.subi(removed);
    }
  }
}
