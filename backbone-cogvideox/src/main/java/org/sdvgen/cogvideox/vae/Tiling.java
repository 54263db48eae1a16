package org.sdvgen.cogvideox.vae;

import org.sdvgen.cogvideox.checkpoint.VaeConfig;

/**
 * How large pictures are cut into overlapping tiles, which bounds the memory that a video takes.
 *
 * @param sampleHeight rows of a tile in pixels
 * @param sampleWidth columns of a tile in pixels
 * @param latentHeight rows of a tile in latents
 * @param latentWidth columns of a tile in latents
 * @param overlapHeight share of a tile's rows that the next one repeats
 * @param overlapWidth share of a tile's columns that the next one repeats
 */
public record Tiling(
    int sampleHeight,
    int sampleWidth,
    int latentHeight,
    int latentWidth,
    double overlapHeight,
    double overlapWidth) {

  /**
   * The tiles that diffusers takes by default: half of the native size, overlapping by a sixth and
   * a fifth.
   */
  public static Tiling standard(VaeConfig config) {
    return of(config, config.sampleHeight() / 2, config.sampleWidth() / 2, 1.0 / 6, 1.0 / 5);
  }

  /** Returns tiles of a size given in pixels, with the latent size that belongs to it. */
  public static Tiling of(
      VaeConfig config, int height, int width, double overlapHeight, double overlapWidth) {
    int ratio = config.spatialCompressionRatio();
    return new Tiling(height, width, height / ratio, width / ratio, overlapHeight, overlapWidth);
  }

  boolean cutsPixels(long height, long width) {
    return height > sampleHeight || width > sampleWidth;
  }

  boolean cutsLatents(long height, long width) {
    return height > latentHeight || width > latentWidth;
  }

  /** The numbers that {@code vae.py} takes for encoding: from tiles of pixels to latents. */
  long[] encoding() {
    return numbers(sampleHeight, sampleWidth, latentHeight, latentWidth);
  }

  /** The numbers that {@code vae.py} takes for decoding: from tiles of latents to pixels. */
  long[] decoding() {
    return numbers(latentHeight, latentWidth, sampleHeight, sampleWidth);
  }

  /** Every product is cut off, not rounded, as diffusers does. */
  private long[] numbers(int height, int width, int resultHeight, int resultWidth) {
    long blendHeight = (long) (resultHeight * overlapHeight);
    long blendWidth = (long) (resultWidth * overlapWidth);
    return new long[] {
      height,
      width,
      (long) (height * (1 - overlapHeight)),
      (long) (width * (1 - overlapWidth)),
      blendHeight,
      blendWidth,
      resultHeight - blendHeight,
      resultWidth - blendWidth
    };
  }
}
