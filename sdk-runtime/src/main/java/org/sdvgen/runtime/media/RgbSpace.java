package org.sdvgen.runtime.media;

import java.util.Optional;

/**
 * A space of red, green and blue that is given by numbers instead of a profile.
 *
 * @param primaries x and y of red, green, blue and white (CIE 1931), in that order
 * @param gamma exponent that turns a sample in 0..1 into light; 0 stands for sRGB's curve
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RgbSpace(double[] primaries, double gamma) {
  private static final double SRGB_CURVE = 0;
  private static final double[] BT709 = {0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290};
  private static final double[] BT2020 = {0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290};
  private static final double[] DCI_P3 = {0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351};
  private static final double[] DISPLAY_P3 = {
    0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290
  };
  private static final double[] BT470M = {0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.310, 0.316};

  /** The space that screens are assumed to have. */
  static final RgbSpace SRGB = new RgbSpace(BT709, SRGB_CURVE);

  /**
   * Finds a space by the code points of ITU-T H.273. The curves of BT.709 and its kin, which
   * players show as they are, count as sRGB's, and so do the primaries of BT.601.
   *
   * @param primaries colour primaries
   * @param transfer transfer characteristics
   * @return empty for light levels of high dynamic range
   */
  static Optional<RgbSpace> ofCodePoints(int primaries, int transfer) {
    if (isHighDynamicRange(transfer)) {
      return Optional.empty();
    }
    double[] colours =
        switch (primaries) {
          case 4 -> BT470M;
          case 9 -> BT2020;
          case 11 -> DCI_P3;
          case 12 -> DISPLAY_P3;
          default -> BT709;
        };
    double gamma =
        switch (transfer) {
          case 4 -> 2.2;
          case 5 -> 2.8;
          case 8 -> 1;
          case 17 -> 2.6;
          default -> SRGB_CURVE;
        };
    return Optional.of(new RgbSpace(colours, gamma));
  }

  /** Returns whether a transfer of ITU-T H.273 is that of PQ or HLG. */
  static boolean isHighDynamicRange(int transfer) {
    return transfer == 16 || transfer == 18;
  }

  /** The space of a PNG file that gives its gamma, and its primaries or none. */
  static RgbSpace ofGamma(double encodingGamma, Optional<double[]> primaries) {
    // Writers mark sRGB by the gamma that comes nearest to its curve.
    boolean like = Math.abs(encodingGamma - 1 / 2.2) < 1e-3;
    return new RgbSpace(primaries.orElse(BT709), like ? SRGB_CURVE : 1 / encodingGamma);
  }

  /** Returns the light that a sample stands for, both in 0..1. */
  double light(double sample) {
    if (gamma != SRGB_CURVE) {
      return Math.pow(sample, gamma);
    }
    return sample <= 0.04045 ? sample / 12.92 : Math.pow((sample + 0.055) / 1.055, 2.4);
  }

  /** Returns the sample of sRGB for a light level; both in 0..1. */
  static double sample(double light) {
    return light <= 0.0031308 ? light * 12.92 : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }

  /** Returns the matrix from light in this space to light in sRGB, white kept white. */
  double[][] toSrgb() {
    return Matrix3.product(
        Matrix3.inverse(SRGB.toXyz()), Matrix3.product(adaptation(), this.toXyz()));
  }

  /** Moves the white of this space to that of sRGB, by the cone responses of Bradford. */
  private double[][] adaptation() {
    double[][] bradford = {
      {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}
    };
    double[] from = Matrix3.product(bradford, xyz(3, primaries));
    double[] to = Matrix3.product(bradford, xyz(3, BT709));
    double[][] scale = {{to[0] / from[0], 0, 0}, {0, to[1] / from[1], 0}, {0, 0, to[2] / from[2]}};
    return Matrix3.product(Matrix3.inverse(bradford), Matrix3.product(scale, bradford));
  }

  private double[][] toXyz() {
    double[][] columns = new double[3][3];
    for (int c = 0; c < 3; c++) {
      double[] xyz = xyz(c, primaries);
      for (int row = 0; row < 3; row++) {
        columns[row][c] = xyz[row];
      }
    }
    double[] amounts = Matrix3.product(Matrix3.inverse(columns), xyz(3, primaries));
    for (double[] row : columns) {
      for (int c = 0; c < 3; c++) {
        row[c] *= amounts[c];
      }
    }
    return columns;
  }

  private static double[] xyz(int colour, double[] primaries) {
    double x = primaries[2 * colour];
    double y = primaries[2 * colour + 1];
    return new double[] {x / y, 1, (1 - x - y) / y};
  }
}
