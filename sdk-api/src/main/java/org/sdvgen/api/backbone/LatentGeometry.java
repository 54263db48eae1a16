package org.sdvgen.api.backbone;

/**
 * The geometry of a codec's pixels and latents: H = h * spatial, W = w * spatial, and F = (f - 1) *
 * temporal + 1, since a causal codec keeps the first frame by itself.
 *
 * @param channels latent channels c
 * @param spatialFactor pixels per latent in height and width
 * @param temporalFactor frames per latent frame
 */
public record LatentGeometry(int channels, int spatialFactor, int temporalFactor) {
  /** Checks that all three are positive. */
  public LatentGeometry {
    if (channels < 1 || spatialFactor < 1 || temporalFactor < 1) {
      throw new IllegalArgumentException(
          "latent geometry must be positive: "
              + channels
              + ", "
              + spatialFactor
              + ", "
              + temporalFactor);
    }
  }

  /**
   * Latent frames of a clip.
   *
   * @param frames pixel frames F
   * @return latent frames f, (F - 1) / temporal + 1 rounded down
   */
  public int latentFrames(int frames) {
    return (frames - 1) / temporalFactor + 1;
  }
}
