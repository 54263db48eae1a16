package org.sdvgen.runtime.media;

import java.util.function.ToDoubleBiFunction;
import org.sdvgen.api.data.PixelClip;

/** Clips with smooth, moving content. */
final class TestClips {
  private TestClips() {}

  /** Coloured waves that move with the frames; (3, F, H, W). */
  static PixelClip waves(int frames, int height, int width) {
    float[] values = new float[3 * frames * height * width];
    int at = 0;
    for (int c = 0; c < 3; c++) {
      for (int f = 0; f < frames; f++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            values[at++] = (float) (0.8 * Math.sin(x / 9.0 + c + f / 3.0) * Math.cos(y / 11.0 - c));
          }
        }
      }
    }
    return new PixelClip(3, frames, height, width, values);
  }

  /** The level of every sample of every frame, by row and column; (3, F, H, W). */
  static PixelClip filled(
      int frames, int height, int width, ToDoubleBiFunction<Integer, Integer> level) {
    float[] values = new float[3 * frames * height * width];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) level.applyAsDouble(at / width % height, at % width);
    }
    return new PixelClip(3, frames, height, width, values);
  }

  /** Peak signal to noise ratio in dB, for values in [-1, 1]. */
  static double psnr(PixelClip a, PixelClip b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      double difference = a.values()[i] - b.values()[i];
      sum += difference * difference;
    }
    return 10 * Math.log10(4 * a.values().length / sum);
  }
}
