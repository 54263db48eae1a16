package org.sdvgen.host.config;

import org.sdvgen.api.config.Setting;

/**
 * The learning rate over the run; its keys stand at the top level and have diffusers' names.
 *
 * @param lrScheduler the shape
 * @param lrWarmupSteps steps over which the rate rises from 0
 * @param lrNumCycles hard restarts of {@code cosine_with_restarts}
 */
public record ScheduleSettings(
    @Setting(doc = "Shape of the learning rate", defaultValue = "cosine_with_restarts")
        LrScheduler lrScheduler,
    @Setting(doc = "Steps over which the rate rises from 0", defaultValue = "200")
        long lrWarmupSteps,
    @Setting(doc = "Cycles of cosine_with_restarts", defaultValue = "1") int lrNumCycles) {
  /** Checks the ranges. */
  public ScheduleSettings {
    if (lrWarmupSteps < 0) {
      throw new IllegalArgumentException("lr_warmup_steps must not be negative: " + lrWarmupSteps);
    }
    if (lrNumCycles < 1) {
      throw new IllegalArgumentException("lr_num_cycles must be at least 1: " + lrNumCycles);
    }
  }
}
