package org.sdvgen.wan22.vae;

import java.util.Locale;
import java.util.Optional;
import org.sdvgen.runtime.vae.TileGrid;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.wan22.checkpoint.VaeConfig;

/**
 * Tiles of a given size at a given distance. All sizes are in pixels for decoding. Encoding takes
 * the same numbers for patches of pixels, as diffusers does, so that its tiles are larger.
 *
 * @param sampleHeight rows of a tile
 * @param sampleWidth columns of a tile
 * @param strideHeight rows from a tile to the next one down, at most those of a tile
 * @param strideWidth columns from a tile to the next one to the right, at most those of a tile
 * @param patchSize height and width of a patch in pixels
 * @param spatialRatio height and width of a latent in pixels
 */
public record WanTiling(
    int sampleHeight,
    int sampleWidth,
    int strideHeight,
    int strideWidth,
    int patchSize,
    int spatialRatio)
    implements Tiling {
  private static final int STANDARD_SIZE = 256;
  private static final int STANDARD_STRIDE = 192;

  /** Checks that tiles follow one another without a gap and hold at least one latent. */
  public WanTiling {
    checkSide(sampleHeight, strideHeight, spatialRatio);
    checkSide(sampleWidth, strideWidth, spatialRatio);
  }

  private static void checkSide(int size, int stride, int ratio) {
    if (stride < ratio || stride > size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a tile of %d pixels needs a stride from %d to %d, not %d",
              size,
              ratio,
              size,
              stride));
    }
  }

  /** The tiles that diffusers takes by default: squares of 256 pixels, 192 apart. */
  public static WanTiling standard(VaeConfig config) {
    return of(config, STANDARD_SIZE, STANDARD_SIZE, STANDARD_STRIDE, STANDARD_STRIDE);
  }

  /** Returns tiles of a size and distance given in pixels. */
  public static WanTiling of(
      VaeConfig config, int height, int width, int strideHeight, int strideWidth) {
    return new WanTiling(
        height,
        width,
        strideHeight,
        strideWidth,
        config.patchSize(),
        config.spatialCompressionRatio());
  }

  @Override
  public Optional<TileGrid> encoding(long height, long width) {
    return height > sampleHeight || width > sampleWidth
        ? Optional.of(grid(1, spatialRatio / patchSize))
        : Optional.empty();
  }

  @Override
  public Optional<TileGrid> decoding(long height, long width) {
    return height > sampleHeight / spatialRatio || width > sampleWidth / spatialRatio
        ? Optional.of(grid(spatialRatio, patchSize))
        : Optional.empty();
  }

  /** The grid whose sizes are divided by one number before the network and by another after it. */
  private TileGrid grid(int before, int after) {
    return new TileGrid(
        sampleHeight / before,
        sampleWidth / before,
        strideHeight / before,
        strideWidth / before,
        sampleHeight / after - strideHeight / after,
        sampleWidth / after - strideWidth / after,
        strideHeight / after,
        strideWidth / after);
  }
}
