package org.sdvgen.api.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Pixels of a picture or a clip on the Java heap, so that worker threads can decode ahead without
 * native memory.
 *
 * @param channels number of channels C, 3 for red, green, blue
 * @param frames number of frames F, 1 for a picture
 * @param height height H
 * @param width width W
 * @param values C*F*H*W values in [-1, 1], layout (C, F, H, W); not copied, so not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity on purpose: clips are large
public record PixelClip(int channels, int frames, int height, int width, float[] values) {
  /** Checks that the sizes and the values agree. */
  public PixelClip {
    if ((long) channels * frames * height * width != values.length || values.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a clip of %dx%dx%dx%d cannot have %d values",
              channels,
              frames,
              height,
              width,
              values.length));
    }
  }

  /**
   * One frame as a clip of its own.
   *
   * @param index 0 to F - 1
   * @return a clip of one frame
   */
  public PixelClip frame(int index) {
    int plane = height * width;
    float[] picked = new float[channels * plane];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(values, (c * frames + index) * plane, picked, c * plane, plane);
    }
    return new PixelClip(channels, 1, height, width, picked);
  }

  /**
   * Clips of equal size as one array.
   *
   * @param clips at least one clip
   * @param manager owns the result
   * @return (B, C, F, H, W), fp32
   */
  public static NDArray stack(List<PixelClip> clips, NDManager manager) {
    PixelClip first = clips.get(0);
    int each = first.values.length;
    float[] all = new float[Math.multiplyExact(each, clips.size())];
    for (int i = 0; i < clips.size(); i++) {
      PixelClip clip = clips.get(i);
      if (!Arrays.equals(clip.sizes(), first.sizes())) {
        throw new IllegalArgumentException(
            "clips of a batch differ in size: "
                + Arrays.toString(first.sizes())
                + " and "
                + Arrays.toString(clip.sizes()));
      }
      System.arraycopy(clip.values, 0, all, i * each, each);
    }
    Shape shape = new Shape(clips.size(), first.channels, first.frames, first.height, first.width);
    return manager.create(FloatBuffer.wrap(all), shape);
  }

  private int[] sizes() {
    return new int[] {channels, frames, height, width};
  }
}
