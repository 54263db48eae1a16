package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.types.Shape;
import java.util.Locale;

/**
 * How latents are cut into tokens, frame by frame.
 *
 * @param channels latent channels that the network takes
 * @param size height and width of a token in latents
 */
public record LatentPatches(int channels, int size) {
  /**
   * Checks the shape of latents.
   *
   * @param latents their shape
   * @throws IllegalArgumentException if it is not (B, c, f, h, w) with whole patches
   */
  public void check(Shape latents) {
    if (latents.dimension() != 5
        || latents.get(1) != channels
        || latents.get(3) % size != 0
        || latents.get(4) % size != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "latents must be (B, %d, f, h, w) with h and w multiples of %d, not %s",
              channels,
              size,
              latents));
    }
  }

  /**
   * Counts the tokens of one latent frame.
   *
   * @param height latent rows
   * @param width latent columns
   * @return rows times columns of tokens
   */
  public int tokens(long height, long width) {
    return Math.toIntExact((height / size) * (width / size));
  }

  /**
   * The tokens of a video.
   *
   * @param latents shape of its latents, (B, c, f, h, w)
   * @return its grid, wherever in time it begins
   */
  public TokenGrid grid(Shape latents) {
    return TokenGrid.of(
        0,
        Math.toIntExact(latents.get(2)),
        Math.toIntExact(latents.get(3)) / size,
        Math.toIntExact(latents.get(4)) / size);
  }
}
