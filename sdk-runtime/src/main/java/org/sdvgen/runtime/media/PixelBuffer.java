package org.sdvgen.runtime.media;

import java.util.Objects;
import org.sdvgen.api.data.PixelClip;

/** Images on their way to the contract's layout: (C, F, H, W) in [-1, 1]. */
final class PixelBuffer {
  private final int frames;
  private final int height;
  private final int width;
  private final float[] values;

  /** Makes room for F frames of H x W pixels. */
  PixelBuffer(int frames, int height, int width) {
    this.frames = frames;
    this.height = height;
    this.width = width;
    this.values = new float[Math.multiplyExact(RgbImage.CHANNELS * frames, height * width)];
  }

  /**
   * Puts one image in its place.
   *
   * @param frame which frame, 0 .. F - 1
   * @param image H x W pixels
   */
  void put(int frame, RgbImage image) {
    Objects.checkIndex(frame, frames);
    if (image.width() != width || image.height() != height) {
      throw new IllegalArgumentException("an image of another size does not fit this clip");
    }
    byte[] rgb = image.rgb();
    int area = height * width;
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      int to = (c * frames + frame) * area;
      for (int from = c; from < rgb.length; from += RgbImage.CHANNELS) {
        values[to++] = (rgb[from] & 0xFF) / RgbImage.HALF_RANGE - 1;
      }
    }
  }

  /** Returns the frames as a clip; the values are handed over, not copied. */
  PixelClip toClip() {
    return new PixelClip(RgbImage.CHANNELS, frames, height, width, values);
  }
}
