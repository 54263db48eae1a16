package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/**
 * A diagonal normal distribution over normalised latents.
 *
 * @param mean (B, c, f, h, w), fp32
 * @param deviation standard deviation, (B, c, f, h, w), fp32; zeros for a codec without a posterior
 */
public record LatentDistribution(NDArray mean, NDArray deviation) implements AutoCloseable {
  /**
   * The most likely latents.
   *
   * @return the mean, (B, c, f, h, w), a new array
   */
  public NDArray mode() {
    return mean.duplicate();
  }

  /**
   * A sample.
   *
   * @param noise standard normal, (B, c, f, h, w)
   * @return mean + deviation * noise
   */
  public NDArray sample(NDArray noise) {
    try (NDArray scaled = deviation.mul(noise)) {
      return mean.add(scaled);
    }
  }

  /** Frees both arrays. */
  @Override
  public void close() {
    mean.close();
    deviation.close();
  }
}
