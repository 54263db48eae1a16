package org.sdvgen.objectives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Bounds on how often something random happens; with fixed seeds a test never wavers. */
final class Frequencies {
  private static final double DEVIATIONS = 4;

  private Frequencies() {}

  /** Asserts that a share of successes lies within four standard deviations of its probability. */
  static void assertShare(double probability, long successes, long trials) {
    double deviation = Math.sqrt(probability * (1 - probability) / trials);
    assertEquals(probability, (double) successes / trials, DEVIATIONS * deviation);
  }

  /**
   * Asserts by the chi-square statistic that all outcomes are equally likely: with k - 1 degrees of
   * freedom it has the mean k - 1 and the variance 2 (k - 1).
   */
  static void assertUniform(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double expected = (double) total / counts.length;
    double statistic = 0;
    for (long count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    double bound = freedom + DEVIATIONS * Math.sqrt(2.0 * freedom);
    double found = statistic;
    assertTrue(found < bound, () -> "chi-square " + found + " is above " + bound);
  }
}
