package org.sdvgen.runtime.media;

import java.util.Objects;
import org.sdvgen.api.data.PixelClip;

/**
 * An 8-bit sRGB picture, rows from top to bottom, pixels interleaved as R, G, B.
 *
 * <p>The pixel array is shared, not copied: whoever creates a picture hands the array over.
 */
public final class RgbImage {
  /** Bytes of one pixel. */
  static final int CHANNELS = 3;

  /** Half of the 8-bit range: level v stands for v / 127.5 - 1 in [-1, 1]. */
  static final float HALF_RANGE = 127.5f;

  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * Wraps pixels.
   *
   * @param width W, pixels, at least 1
   * @param height H, pixels, at least 1
   * @param rgb H * W * 3 bytes, each 0..255 as an unsigned byte
   * @throws IllegalArgumentException if the array does not have that length
   */
  public RgbImage(int width, int height, byte[] rgb) {
    Objects.requireNonNull(rgb, "rgb");
    if (width < 1 || height < 1 || rgb.length != (long) width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "a picture of " + width + "x" + height + " does not have " + rgb.length + " bytes");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Takes one frame of a clip; values outside [-1, 1] are clipped, as a generator may overshoot.
   *
   * @param clip (3, F, H, W)
   * @param frame which frame, 0 .. F - 1
   * @return the frame in 8 bits
   */
  public static RgbImage of(PixelClip clip, int frame) {
    Objects.checkIndex(frame, clip.frames());
    int area = clip.height() * clip.width();
    byte[] rgb = new byte[area * CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      int from = (c * clip.frames() + frame) * area;
      for (int to = c; to < rgb.length; to += CHANNELS) {
        int level = Math.round((clip.values()[from++] + 1) * HALF_RANGE);
        rgb[to] = (byte) Math.max(0, Math.min(255, level));
      }
    }
    return new RgbImage(clip.width(), clip.height(), rgb);
  }

  /** Returns the width in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height in pixels. */
  public int height() {
    return height;
  }

  /**
   * Returns one sample.
   *
   * @param x column, 0 at the left
   * @param y row, 0 at the top
   * @param channel 0 red, 1 green, 2 blue
   * @return 0..255
   */
  public int sample(int x, int y, int channel) {
    Objects.checkIndex(x, width);
    return rgb[(y * width + x) * CHANNELS + channel] & 0xFF;
  }

  /** Returns the pixels themselves, not a copy: H * W * 3 unsigned bytes. */
  public byte[] rgb() {
    return rgb;
  }

  /**
   * Cuts out a rectangle.
   *
   * @param left its first column
   * @param top its first row
   * @param partWidth its width in pixels
   * @param partHeight its height in pixels
   * @return a picture of that size
   */
  public RgbImage part(int left, int top, int partWidth, int partHeight) {
    Objects.checkFromIndexSize(left, partWidth, width);
    Objects.checkFromIndexSize(top, partHeight, height);
    byte[] part = new byte[partWidth * partHeight * CHANNELS];
    int row = partWidth * CHANNELS;
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(rgb, ((top + y) * width + left) * CHANNELS, part, y * row, row);
    }
    return new RgbImage(partWidth, partHeight, part);
  }

  /**
   * Scales this picture down until it fits into a square; a smaller one stays as it is.
   *
   * @param side the square's side in pixels
   * @return a picture of the same shape
   */
  public RgbImage within(int side) {
    double scale = (double) side / Math.max(width, height);
    if (scale >= 1) {
      return this;
    }
    int w = Math.max(1, (int) Math.round(width * scale));
    int h = Math.max(1, (int) Math.round(height * scale));
    return Resampler.resample(this, new Box(0, 0, width, height), w, h);
  }

  /** Returns this picture turned or mirrored; the picture itself when there is nothing to do. */
  RgbImage oriented(Orientation orientation) {
    if (orientation == Orientation.NORMAL) {
      return this;
    }
    byte[] turned = orientation.turn(rgb, CHANNELS, width, height);
    return orientation.swapsAxes()
        ? new RgbImage(/* width= */ height, /* height= */ width, turned)
        : new RgbImage(width, height, turned);
  }
}
