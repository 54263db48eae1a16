package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;

/**
 * The distribution of the latents of a video, in the autoencoder's own units.
 *
 * @param mean (B, c, f, h, w), fp32
 * @param logvar logarithm of the variance in [-30, 20], (B, c, f, h, w), fp32
 */
public record Moments(NDArray mean, NDArray logvar) {
  /** Returns the standard deviation, (B, c, f, h, w), fp32, a new array. */
  public NDArray std() {
    try (NDArray halved = logvar.mul(0.5f)) {
      return halved.exp();
    }
  }
}
