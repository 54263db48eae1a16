package org.sdvgen.runtime.media;

/** A picture that others are laid on; it is transparent at first. */
final class Canvas {
  private static final int MOST = 255;

  private final int width;
  private final int height;
  private final byte[] rgba;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.rgba = new byte[width * height * RgbaImage.CHANNELS];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Gives every pixel the same four samples. */
  void fill(byte[] pixel) {
    for (int at = 0; at < rgba.length; at++) {
      rgba[at] = pixel[at % RgbaImage.CHANNELS];
    }
  }

  /** Draws a picture over the canvas; parts outside of it are cut off. */
  void lay(RgbaImage part, int left, int top) {
    for (int y = Math.max(0, -top); y < part.height() && top + y < height; y++) {
      for (int x = Math.max(0, -left); x < part.width() && left + x < width; x++) {
        lay(
            part.rgba(),
            (y * part.width() + x) * RgbaImage.CHANNELS,
            part.transparent(),
            ((top + y) * width + left + x) * RgbaImage.CHANNELS);
      }
    }
  }

  private void lay(byte[] part, int from, boolean transparent, int to) {
    int alpha = transparent ? part[from + 3] & 0xFF : MOST;
    int below = rgba[to + 3] & 0xFF;
    double left = below * (MOST - alpha) / (double) MOST;
    double sum = alpha + left;
    for (int c = 0; c < 3 && sum > 0; c++) {
      double sample = (part[from + c] & 0xFF) * alpha + (rgba[to + c] & 0xFF) * left;
      rgba[to + c] = (byte) Math.round(sample / sum);
    }
    rgba[to + 3] = (byte) Math.round(sum);
  }

  /** Returns the picture. */
  RgbaImage image(boolean transparent) {
    return new RgbaImage(width, height, rgba, transparent);
  }
}
