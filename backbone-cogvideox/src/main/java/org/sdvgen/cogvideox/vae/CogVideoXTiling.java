package org.sdvgen.cogvideox.vae;

import java.util.Optional;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.runtime.vae.TileGrid;
import org.sdvgen.runtime.vae.Tiling;

/**
 * Tiles that overlap by a share of their size.
 *
 * @param sampleHeight rows of a tile in pixels
 * @param sampleWidth columns of a tile in pixels
 * @param latentHeight rows of a tile in latents
 * @param latentWidth columns of a tile in latents
 * @param overlapHeight share of a tile's rows that the next one repeats
 * @param overlapWidth share of a tile's columns that the next one repeats
 */
public record CogVideoXTiling(
    int sampleHeight,
    int sampleWidth,
    int latentHeight,
    int latentWidth,
    double overlapHeight,
    double overlapWidth)
    implements Tiling {

  /**
   * The tiles that diffusers takes by default: half of the native size, overlapping by a sixth and
   * a fifth.
   */
  public static CogVideoXTiling standard(VaeConfig config) {
    return of(config, config.sampleHeight() / 2, config.sampleWidth() / 2, 1.0 / 6, 1.0 / 5);
  }

  /** Returns tiles of a size given in pixels, with the latent size that belongs to it. */
  public static CogVideoXTiling of(
      VaeConfig config, int height, int width, double overlapHeight, double overlapWidth) {
    int ratio = config.spatialCompressionRatio();
    return new CogVideoXTiling(
        height, width, height / ratio, width / ratio, overlapHeight, overlapWidth);
  }

  @Override
  public Optional<TileGrid> encoding(long height, long width) {
    return height > sampleHeight || width > sampleWidth
        ? Optional.of(grid(sampleHeight, sampleWidth, latentHeight, latentWidth))
        : Optional.empty();
  }

  @Override
  public Optional<TileGrid> decoding(long height, long width) {
    return height > latentHeight || width > latentWidth
        ? Optional.of(grid(latentHeight, latentWidth, sampleHeight, sampleWidth))
        : Optional.empty();
  }

  /** Every product is cut off, not rounded, as diffusers does. */
  private TileGrid grid(int height, int width, int resultHeight, int resultWidth) {
    long blendHeight = (long) (resultHeight * overlapHeight);
    long blendWidth = (long) (resultWidth * overlapWidth);
    return new TileGrid(
        height,
        width,
        (long) (height * (1 - overlapHeight)),
        (long) (width * (1 - overlapWidth)),
        blendHeight,
        blendWidth,
        resultHeight - blendHeight,
        resultWidth - blendWidth);
  }
}
