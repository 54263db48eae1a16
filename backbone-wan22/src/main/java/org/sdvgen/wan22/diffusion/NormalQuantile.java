package org.sdvgen.wan22.diffusion;

/**
 * Quantiles of the standard normal distribution, by the rational approximations PPND7 of M. J.
 * Wichura (algorithm AS 241, Applied Statistics 37, 1988), good to seven digits.
 */
final class NormalQuantile {
  /** Half the width of the central region, which has an approximation of its own. */
  private static final double CENTRE = 0.425;

  /** Where the approximation of the far tail takes over from that of the near one. */
  private static final double FAR = 5;

  private static final double NEAR_ORIGIN = 1.6;

  private static final double[] CENTRE_TOP = {
    3.3871327179, 50.434271938, 159.29113202, 59.109374720
  };
  private static final double[] CENTRE_BOTTOM = {1, 17.895169469, 78.757757664, 67.187563600};
  private static final double[] NEAR_TOP = {
    1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103
  };
  private static final double[] NEAR_BOTTOM = {1, 0.73700164250, 0.12021132975};
  private static final double[] FAR_TOP = {
    6.6579051150, 3.0812263860, 0.42868294337, 0.017337203997
  };
  private static final double[] FAR_BOTTOM = {1, 0.24197894225, 0.012258202635};

  private NormalQuantile() {}

  /**
   * Returns the number that a standard normal number lies below with a given probability.
   *
   * @param probability in [0, 1]; 0 and 1 give infinities
   */
  static double of(double probability) {
    double offset = probability - 0.5;
    if (Math.abs(offset) <= CENTRE) {
      double x = CENTRE * CENTRE - offset * offset;
      return offset * polynomial(CENTRE_TOP, x) / polynomial(CENTRE_BOTTOM, x);
    }
    double tail = Math.min(probability, 1 - probability);
    if (tail == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, offset);
    }
    double root = Math.sqrt(-Math.log(tail));
    double quantile =
        root <= FAR
            ? polynomial(NEAR_TOP, root - NEAR_ORIGIN) / polynomial(NEAR_BOTTOM, root - NEAR_ORIGIN)
            : polynomial(FAR_TOP, root - FAR) / polynomial(FAR_BOTTOM, root - FAR);
    return Math.copySign(quantile, offset);
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      sum = sum * x + coefficients[i];
    }
    return sum;
  }
}
