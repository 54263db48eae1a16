package org.sdvgen.runtime.media;

import java.util.Arrays;

/**
 * Separable bicubic resampling (Keys, a = -0.5) whose kernel widens when the picture gets smaller,
 * so that it averages over the area it replaces and does not alias. The same convention as Pillow's
 * {@code Image.resize(..., BICUBIC, box=...)}, which trained the models' habits.
 */
final class Resampler {
  private static final double A = -0.5;
  private static final double SUPPORT = 2;

  private Resampler() {}

  /**
   * Resamples a box of a picture.
   *
   * @param source the picture
   * @param box the part to show, in pixels of the source, within its bounds
   * @param width W of the result
   * @param height H of the result
   */
  static RgbImage resample(RgbImage source, Box box, int width, int height) {
    if (box.isExactly(source.width(), source.height())
        && width == source.width()
        && height == source.height()) {
      return source;
    }
    Taps columns = Taps.of(box.left(), box.right(), source.width(), width);
    Taps rows = Taps.of(box.top(), box.bottom(), source.height(), height);
    int firstRow = rows.start[0];
    int lastRow = rows.start[height - 1] + rows.weights[height - 1].length;
    float[] narrowed = horizontal(source, columns, firstRow, lastRow);
    return vertical(narrowed, rows, firstRow, width, height);
  }

  private static float[] horizontal(RgbImage source, Taps columns, int firstRow, int lastRow) {
    int width = columns.start.length;
    byte[] rgb = source.rgb();
    float[] out = new float[(lastRow - firstRow) * width * RgbImage.CHANNELS];
    int to = 0;
    for (int y = firstRow; y < lastRow; y++) {
      for (int x = 0; x < width; x++) {
        float[] weights = columns.weights[x];
        int from = (y * source.width() + columns.start[x]) * RgbImage.CHANNELS;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (float weight : weights) {
          red += weight * (rgb[from] & 0xFF);
          green += weight * (rgb[from + 1] & 0xFF);
          blue += weight * (rgb[from + 2] & 0xFF);
          from += RgbImage.CHANNELS;
        }
        out[to++] = red;
        out[to++] = green;
        out[to++] = blue;
      }
    }
    return out;
  }

  private static RgbImage vertical(float[] rowsIn, Taps rows, int firstRow, int width, int height) {
    int stride = width * RgbImage.CHANNELS;
    byte[] out = new byte[height * stride];
    float[] sum = new float[stride];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sum, 0);
      int from = (rows.start[y] - firstRow) * stride;
      for (float weight : rows.weights[y]) {
        for (int i = 0; i < stride; i++) {
          sum[i] += weight * rowsIn[from + i];
        }
        from += stride;
      }
      for (int i = 0; i < stride; i++) {
        out[y * stride + i] = (byte) Math.max(0, Math.min(255, Math.round(sum[i])));
      }
    }
    return new RgbImage(width, height, out);
  }

  /**
   * For each output position: the first input position it reads and the normalised weights from
   * there on.
   */
  private static final class Taps {
    private final int[] start;
    private final float[][] weights;

    private Taps(int[] start, float[][] weights) {
      this.start = start;
      this.weights = weights;
    }

    static Taps of(double from, double to, int inputs, int outputs) {
      double scale = (to - from) / outputs;
      double stretch = Math.max(1, scale);
      double reach = SUPPORT * stretch;
      int[] start = new int[outputs];
      float[][] weights = new float[outputs][];
      for (int i = 0; i < outputs; i++) {
        double centre = from + (i + 0.5) * scale;
        int low = Math.max(0, (int) Math.round(centre - reach));
        int high = Math.min(inputs, (int) Math.round(centre + reach));
        start[i] = Math.min(low, inputs - 1);
        weights[i] = normalised(centre, stretch, start[i], Math.max(high, start[i] + 1));
      }
      return new Taps(start, weights);
    }

    private static float[] normalised(double centre, double stretch, int low, int high) {
      double[] raw = new double[high - low];
      double total = 0;
      for (int i = 0; i < raw.length; i++) {
        raw[i] = kernel((low + i + 0.5 - centre) / stretch);
        total += raw[i];
      }
      float[] weights = new float[raw.length];
      for (int i = 0; i < raw.length; i++) {
        weights[i] = (float) (raw[i] / total);
      }
      return weights;
    }

    private static double kernel(double distance) {
      double d = Math.abs(distance);
      if (d < 1) {
        return ((A + 2) * d - (A + 3)) * d * d + 1;
      }
      return d < SUPPORT ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }
  }
}
