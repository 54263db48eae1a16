package org.sdvgen.runtime.media;

import java.awt.image.Raster;

/** One row of a raster on its way to 8-bit sRGB, again and again. */
final class SampleRow {
  private final Raster raster;
  private final int channels;
  private final ColorTransform transform;
  private final double[] toDeep;
  private final long[] most;
  private final int[] stored;
  private final int[] colors;
  private final int[] alpha;
  private final int[] rgb;

  /**
   * Prepares for a raster.
   *
   * @param raster color samples, and one of alpha perhaps
   * @param channels how many of them are colours
   * @param transform brings these to sRGB
   */
  SampleRow(Raster raster, int channels, ColorTransform transform) {
    this.raster = raster;
    this.channels = channels;
    this.transform = transform;
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    toDeep = new double[bands];
    most = new long[bands];
    for (int band = 0; band < bands; band++) {
      most[band] = (1L << raster.getSampleModel().getSampleSize(band)) - 1;
      toDeep[band] = (double) ColorTransform.MOST / most[band];
    }
    stored = new int[width * bands];
    colors = new int[width * channels];
    alpha = new int[width];
    rgb = new int[3 * width];
  }

  /** Reads a row and brings it to sRGB. */
  void read(int y, boolean hasAlpha, boolean premultiplied) {
    int bands = toDeep.length;
    raster.getPixels(0, y, alpha.length, 1, stored);
    for (int x = 0; x < alpha.length; x++) {
      alpha[x] = hasAlpha ? deep(x * bands + channels, channels) : ColorTransform.MOST;
      for (int c = 0; c < channels; c++) {
        int color = deep(x * bands + c, c);
        colors[x * channels + c] = premultiplied ? divided(color, alpha[x]) : color;
      }
    }
    transform.apply(colors, alpha.length, rgb);
  }

  /** Puts the row into a picture of four bytes for a pixel. */
  void write(byte[] rgba, int y) {
    int to = y * alpha.length * RgbaImage.CHANNELS;
    for (int x = 0; x < alpha.length; x++) {
      for (int c = 0; c < 3; c++) {
        rgba[to++] = RgbaImage.toByte(rgb[3 * x + c]);
      }
      rgba[to++] = RgbaImage.toByte(alpha[x]);
    }
  }

  private int deep(int at, int band) {
    return (int) Math.round((stored[at] & most[band]) * toDeep[band]);
  }

  private static int divided(int color, int alpha) {
    return alpha == 0
        ? 0
        : (int)
            Math.min(ColorTransform.MOST, Math.round((double) color * ColorTransform.MOST / alpha));
  }
}
