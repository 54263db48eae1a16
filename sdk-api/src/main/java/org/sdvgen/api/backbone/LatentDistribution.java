package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/**
 * A diagonal normal distribution over normalised latents.
 *
 * @param mean (B, c, f, h, w), fp32
 * @param std standard deviation, (B, c, f, h, w), fp32; zeros for a codec without a posterior
 */
public record LatentDistribution(NDArray mean, NDArray std) implements AutoCloseable {
  /**
   * The mode.
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
   * @return mean + std * noise
   */
  public NDArray sample(NDArray noise) {
    try (NDArray scaled = std.mul(noise)) {
      return mean.add(scaled);
    }
  }

  /** Frees both arrays. */
  @Override
  public void close() {
    mean.close();
    std.close();
  }
}
