package org.sdvgen.host.training;

import org.sdvgen.host.config.LrScheduler;

/**
 * The learning rate as a function of the step: diffusers' schedules of the same names.
 *
 * @param shape the shape after the warm-up
 * @param peak the highest rate
 * @param warmupSteps steps over which the rate rises linearly from 0; not for {@code constant}
 * @param totalSteps steps of the whole run
 * @param cycles cycles of {@code cosine_with_restarts}
 */
public record LearningRateSchedule(
    LrScheduler shape, double peak, long warmupSteps, long totalSteps, int cycles) {

  /**
   * The rate that a step is taken with. It is the schedule's value before the step, so the first
   * step after a start with warm-up has rate 0.
   *
   * @param step the step, from 0
   * @return the rate
   */
  public double at(long step) {
    return peak * factor(step);
  }

  private double factor(long step) {
    if (shape == LrScheduler.CONSTANT) {
      return 1;
    }
    if (step < warmupSteps) {
      return (double) step / Math.max(1, warmupSteps);
    }
    double progress = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    return switch (shape) {
      case CONSTANT, CONSTANT_WITH_WARMUP -> 1;
      case LINEAR -> Math.max(0, 1 - progress);
      case COSINE -> Math.max(0, halfCosine(progress));
      case COSINE_WITH_RESTARTS -> progress >= 1 ? 0 : halfCosine(cycles * progress % 1);
    };
  }

  private static double halfCosine(double progress) {
    return 0.5 * (1 + Math.cos(Math.PI * progress));
  }
}
