package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
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

  /** Values of diffusers' get_cosine_with_hard_restarts_schedule_with_warmup(5, 30, 3). */
  @Test
  void restartsAsInDiffusers() {
    LearningRateSchedule schedule =
        new LearningRateSchedule(LrScheduler.COSINE_WITH_RESTARTS, 1, 5, 30, 3);
    assertEquals(0.9648882429441257, schedule.at(6), 1e-15);
    assertEquals(0.0039426493427611176, schedule.at(13), 1e-15);
    assertEquals(0.9842915805643155, schedule.at(14), 1e-12);
    assertEquals(0, schedule.at(30));
    assertEquals(0, schedule.at(31));
  }

  @Property
  void ratesStayBetweenZeroAndThePeak(
      @ForAll LrScheduler shape, @ForAll @IntRange(max = 200) int step) {
    double rate = of(shape, 10, 100, 3).at(step);
    assertTrue(rate >= 0 && rate <= 2, () -> shape + " " + rate);
  }
}
