package org.sdvgen.host.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/**
 * The paper's theory of gradient alignment (supplement C) on losses that need no model. Both
 * statements take it that the losses share their minimum.
 */
final class QuadraticTheoryTest {
  private static final int MODES = 5;

  @Provide
  Arbitrary<double[]> spectra() {
    return Arbitraries.doubles().between(0.02, 1).array(double[].class).ofSize(MODES);
  }

  @Provide
  Arbitrary<double[]> semidefiniteSpectra() {
    return Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.doubles().between(0.02, 1)), Tuple.of(1, Arbitraries.just(0.0)))
        .array(double[].class)
        .ofSize(MODES);
  }

  @Property(tries = 300)
  void switchingBringsTheInnerProductToZero(
      @ForAll("semidefiniteSpectra") double[] first,
      @ForAll("semidefiniteSpectra") double[] second,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double p,
      @ForAll long rotation) {
    double eta = 0.9;
    CommutingQuadratics losses = new CommutingQuadratics(first, second, rotation);
    double start = losses.innerProduct();
    double slowest = smallestPositive(first, second, p);
    for (int t = 0; t < 100; t++) {
      double bound = start * Math.pow(1 - eta * slowest, 2 * t);
      double product = Math.abs(losses.innerProduct());
      assertTrue(product <= bound + 1e-12, product + " > " + bound + " after step " + t);
      losses.descend(eta, p);
    }
  }

  /** mu_min: modes that neither loss bends play no part in either gradient. */
  private static double smallestPositive(double[] first, double[] second, double p) {
    double smallest = 1;
    for (int k = 0; k < MODES; k++) {
      double mu = (1 - p) * first[k] + p * second[k];
      smallest = mu > 0 ? Math.min(smallest, mu) : smallest;
    }
    return smallest;
  }

  @Test
  void boundIsReached() {
    double[] flat = {0.1, 0.1, 0.1};
    CommutingQuadratics losses = new CommutingQuadratics(flat, flat, 1);
    double start = losses.innerProduct();
    for (int t = 0; t < 20; t++) {
      losses.descend(0.5, 0.2);
    }
    assertEquals(1, losses.innerProduct() / (start * Math.pow(1 - 0.5 * 0.1, 40)), 1e-9);
  }

  @Property(tries = 300)
  void oneTaskAloneAlignsTheGradients(
      @ForAll("spectra") double[] first,
      @ForAll("spectra") double[] second,
      @ForAll boolean opposed,
      @ForAll long rotation) {
    double[] slow = withSlowMode(first);
    double[] other = second.clone();
    other[0] = opposed ? -other[0] : other[0];
    CommutingQuadratics losses = new CommutingQuadratics(slow, other, rotation);
    for (int t = 0; t < 2000; t++) {
      losses.descend(1, 0);
    }
    assertEquals(Math.signum(slow[0] * other[0]), losses.cosine(), 1e-6);
  }

  /** Makes mode 0 the one that descent on the first loss leaves for last, k*. */
  private static double[] withSlowMode(double[] spectrum) {
    double[] slow = Arrays.stream(spectrum).map(value -> 0.03 + 0.9 * value).toArray();
    slow[0] = 0.01;
    return slow;
  }
}
