package org.sdvgen.wan22.diffusion;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** How the noise levels of training are distributed. */
public enum TrainingSigmas {
  /** Uniform, then moved towards noise by the schedule's shift, as generation moves its levels. */
  SHIFTED_UNIFORM {
    @Override
    double sigma(double uniform, double shift) {
      return NoiseLevels.shifted(uniform, shift);
    }
  },

  /** The logistic function of a standard normal number, without shift. */
  LOGIT_NORMAL {
    @Override
    double sigma(double uniform, double shift) {
      return 1 / (1 + Math.exp(-NORMAL.inverseCumulativeProbability(uniform)));
    }
  };

  private static final ContinuousDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * Returns the noise level of a quantile.
   *
   * @param uniform in [0, 1)
   * @param shift the schedule's
   * @return sigma, in [0, 1), increasing in {@code uniform}
   */
  abstract double sigma(double uniform, double shift);
}
