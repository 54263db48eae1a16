package org.sdvgen.runtime.media;

import java.util.List;

/**
 * An 8-bit picture with transparency, rows from top to bottom, pixels interleaved as R, G, B, A;
 * not premultiplied.
 *
 * @param width W, pixels
 * @param height H, pixels
 * @param rgba H * W * 4 bytes
 * @param transparent whether the alpha samples mean anything
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RgbaImage(int width, int height, byte[] rgba, boolean transparent) {
  /** Bytes of one pixel. */
  static final int CHANNELS = 4;

  private static final int TO_DEEP = 0x101;

  /** Returns whether anything is not opaque. */
  boolean isTransparent() {
    for (int at = CHANNELS - 1; transparent && at < rgba.length; at += CHANNELS) {
      if (rgba[at] != (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }

  /** Lays the picture over white. */
  RgbImage overWhite() {
    byte[] rgb = new byte[width * height * RgbImage.CHANNELS];
    int to = 0;
    for (int from = 0; from < rgba.length; from += CHANNELS) {
      int alpha = transparent ? rgba[from + 3] & 0xFF : 0xFF;
      for (int c = 0; c < RgbImage.CHANNELS; c++) {
        rgb[to++] = Alpha.overWhite(rgba[from + c] & 0xFF, alpha);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Returns the colours alone. */
  RgbImage withoutAlpha() {
    byte[] rgb = new byte[width * height * RgbImage.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = rgba[i / 3 * CHANNELS + i % 3];
    }
    return new RgbImage(width, height, rgb);
  }

  /**
   * Puts a plane of alpha into this picture.
   *
   * @param plane a picture of the same size whose red counts
   * @param premultiplied whether the colours were multiplied by it, which is undone
   */
  RgbaImage withAlpha(RgbImage plane, boolean premultiplied) {
    for (int i = 0; i < width * height; i++) {
      int alpha = plane.rgb()[3 * i] & 0xFF;
      for (int c = 0; c < 3 && premultiplied && alpha > 0; c++) {
        int color = rgba[i * CHANNELS + c] & 0xFF;
        rgba[i * CHANNELS + c] = (byte) Math.min(0xFF, (color * 0xFF + alpha / 2) / alpha);
      }
      rgba[i * CHANNELS + 3] = (byte) alpha;
    }
    return new RgbaImage(width, height, rgba, true);
  }

  /** Cuts out a rectangle that lies within. */
  RgbaImage part(int left, int top, int partWidth, int partHeight) {
    byte[] part = new byte[partWidth * partHeight * CHANNELS];
    int row = partWidth * CHANNELS;
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(rgba, ((top + y) * width + left) * CHANNELS, part, y * row, row);
    }
    return new RgbaImage(partWidth, partHeight, part, transparent);
  }

  /** Returns this picture turned or mirrored. */
  RgbaImage oriented(Orientation orientation) {
    byte[] turned = orientation.turn(rgba, CHANNELS, width, height);
    return orientation.swapsAxes()
        ? new RgbaImage(/* width= */ height, /* height= */ width, turned, transparent)
        : new RgbaImage(width, height, turned, transparent);
  }

  /** Brings the colours to sRGB, in place. */
  RgbaImage inSrgb(ColorTag tag, List<String> changes) {
    ColorTransform transform = tag.transform(RgbImage.CHANNELS, changes);
    if (transform == ColorTransform.RGB) {
      return this;
    }
    int[] row = new int[width * RgbImage.CHANNELS];
    int[] converted = new int[row.length];
    for (int y = 0; y < height; y++) {
      int begin = y * width * CHANNELS;
      for (int i = 0; i < row.length; i++) {
        row[i] = (rgba[begin + i / 3 * CHANNELS + i % 3] & 0xFF) * TO_DEEP;
      }
      transform.apply(row, width, converted);
      for (int i = 0; i < row.length; i++) {
        rgba[begin + i / 3 * CHANNELS + i % 3] = toByte(converted[i]);
      }
    }
    return this;
  }

  /** Rounds a sample of 16 bits to 8. */
  static byte toByte(int deep) {
    return (byte) ((deep + TO_DEEP / 2) / TO_DEEP);
  }
}
