package org.sdvgen.wan22.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSigmasTest {
  @Test
  void theShiftMovesTheMiddleTowardsNoise() {
    assertEquals(5.0 / 6, TrainingSigmas.SHIFTED_UNIFORM.sigma(0.5, 5), 1e-12);
    assertEquals(0.5, TrainingSigmas.SHIFTED_UNIFORM.sigma(0.5, 1), 1e-12);
    assertEquals(0, TrainingSigmas.SHIFTED_UNIFORM.sigma(0, 5));
  }

  /** The logistic function of normal quantiles from tables. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.158655253931457, -1",
    "0.977249868051821, 2",
    "0.000031671241833, -4",
    "0.999999713348428, 5",
    "0.0000000000006237788, -7.1"
  })
  void logitNormalFollowsTheNormalQuantiles(double uniform, double quantile) {
    double expected = 1 / (1 + Math.exp(-quantile));
    assertEquals(expected, TrainingSigmas.LOGIT_NORMAL.sigma(uniform, 5), 1e-5 * expected);
  }

  @Property
  void sigmasGrowWithTheUniforms(
      @ForAll TrainingSigmas sigmas,
      @ForAll @DoubleRange(min = 0, max = 0.99) double uniform,
      @ForAll @DoubleRange(min = 0.1, max = 20) double shift) {
    double sigma = sigmas.sigma(uniform, shift);
    assertTrue(sigma >= 0 && sigma < 1);
    assertTrue(sigma < sigmas.sigma(uniform + 1e-3, shift));
  }
}
