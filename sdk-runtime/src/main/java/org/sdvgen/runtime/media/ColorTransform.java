package org.sdvgen.runtime.media;

/**
 * Brings rows of samples to sRGB. Samples are 0..65535, interleaved; those of four inks are amounts
 * of ink.
 */
interface ColorTransform {
  /** The largest sample. */
  int MOST = 0xFFFF;

  /** Grey without a profile: the same level three times. */
  ColorTransform GREY =
      (from, pixels, to) -> {
        for (int i = 0; i < pixels; i++) {
          to[3 * i] = from[i];
          to[3 * i + 1] = from[i];
          to[3 * i + 2] = from[i];
        }
      };

  /** RGB without a profile counts as sRGB. */
  ColorTransform RGB = (from, pixels, to) -> System.arraycopy(from, 0, to, 0, 3 * pixels);

  /** Inks without a profile: each takes its share of the light that black leaves. */
  ColorTransform INKS =
      (from, pixels, to) -> {
        for (int i = 0; i < pixels; i++) {
          long light = (long) MOST - from[4 * i + 3];
          for (int c = 0; c < 3; c++) {
            to[3 * i + c] = (int) ((light * (MOST - from[4 * i + c]) + MOST / 2) / MOST);
          }
        }
      };

  /**
   * Converts pixels.
   *
   * @param from the samples of the pixels
   * @param pixels how many
   * @param to takes three samples for each
   */
  void apply(int[] from, int pixels, int[] to);

  /** The transform of pictures that say nothing about their colours. */
  static ColorTransform plain(int channels) {
    return switch (channels) {
      case 1 -> GREY;
      case 3 -> RGB;
      case 4 -> INKS;
      default -> throw new IllegalArgumentException(channels + " colour channels");
    };
  }

  /** The transform of a space that is given by numbers. */
  static ColorTransform of(RgbSpace space) {
    double[] light = new double[MOST + 1];
    int[] sample = new int[MOST + 1];
    for (int i = 0; i <= MOST; i++) {
      light[i] = space.light(i / (double) MOST);
      sample[i] = (int) Math.round(RgbSpace.sample(i / (double) MOST) * MOST);
    }
    double[][] matrix = space.toSrgb();
    return (from, pixels, to) -> {
      double[] rgb = new double[3];
      for (int i = 0; i < 3 * pixels; i += 3) {
        for (int c = 0; c < 3; c++) {
          rgb[c] = light[from[i + c]];
        }
        double[] srgb = Matrix3.product(matrix, rgb);
        for (int c = 0; c < 3; c++) {
          to[i + c] = sample[(int) Math.round(Math.max(0, Math.min(1, srgb[c])) * MOST)];
        }
      }
    };
  }
}
