package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.host.config.LrScheduler;

final class LearningRateScheduleTest {
  private static LearningRateSchedule of(LrScheduler shape, int warmup, int total, int cycles) {
    return new LearningRateSchedule(shape, 2.0, warmup, total, cycles);
  }

  @Property
  void warmupRisesInAStraightLine(
      @ForAll LrScheduler shape,
      @ForAll @IntRange(min = 1, max = 50) int warmup,
      @ForAll @IntRange(max = 49) int step) {
    double rate = of(shape, warmup, 100, 2).at(step);
    if (shape == LrScheduler.CONSTANT) {
      assertEquals(2.0, rate);
    } else if (step < warmup) {
      assertEquals(2.0 * step / warmup, rate, 1e-12);
    }
  }

  @Property
  void closedFormsAfterTheWarmup(
      @ForAll @IntRange(max = 20) int warmup,
      @ForAll @IntRange(min = 21, max = 90) int total,
      @ForAll @IntRange(min = 1, max = 4) int cycles,
      @ForAll @IntRange(max = 89) int step) {
    double x = (step - warmup) / (double) (total - warmup);
    if (x < 0 || x >= 1) {
      return;
    }
    assertEquals(2.0, of(LrScheduler.CONSTANT_WITH_WARMUP, warmup, total, cycles).at(step));
    assertEquals(2 * (1 - x), of(LrScheduler.LINEAR, warmup, total, cycles).at(step), 1e-12);
    assertEquals(
        1 + Math.cos(Math.PI * x), of(LrScheduler.COSINE, warmup, total, cycles).at(step), 1e-12);
    double phase = cycles * x - Math.floor(cycles * x);
    assertEquals(
        1 + Math.cos(Math.PI * phase),
        of(LrScheduler.COSINE_WITH_RESTARTS, warmup, total, cycles).at(step),
        1e-9);
  }

  /**
   * Values of diffusers' {@code get_scheduler} with 5 steps of warm-up, 30 in all and, for
   * restarts, 3 cycles, before the steps 0, 3, 5, 6, 13, 14, 22, 29, 30 and 33.
   */
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 1 1 1 1 1 1 1 1 1 1",
    "CONSTANT_WITH_WARMUP, 0 0.6 1 1 1 1 1 1 1 1",
    "LINEAR, 0 0.6 1 0.96 0.68 0.64 0.32 0.04 0 0",
    "COSINE, 0 0.6 1 0.996057350657239 0.7679133974894983 0.7128896457825363"
        + " 0.23208660251050156 0.0039426493427611176 0 0.03511175705587438",
    "COSINE_WITH_RESTARTS, 0 0.6 1 0.9648882429441257 0.0039426493427611176 0.9842915805643155"
        + " 0.9960573506572389 0.03511175705587444 0 0"
  })
  void ratesAreThoseOfDiffusers(LrScheduler shape, String expected) {
    int[] steps = {0, 3, 5, 6, 13, 14, 22, 29, 30, 33};
    LearningRateSchedule schedule = new LearningRateSchedule(shape, 1, 5, 30, 3);
    List<String> rates = List.of(expected.split(" ", -1));
    assertEquals(steps.length, rates.size());
    for (int i = 0; i < steps.length; i++) {
      assertEquals(
          Double.parseDouble(rates.get(i)), schedule.at(steps[i]), 1e-12, "step " + steps[i]);
    }
  }

  @Property
  void ratesStayBetweenZeroAndThePeak(
      @ForAll LrScheduler shape, @ForAll @IntRange(max = 200) int step) {
    double rate = of(shape, 10, 100, 3).at(step);
    assertTrue(rate >= 0 && rate <= 2, () -> shape + " " + rate);
  }
}
