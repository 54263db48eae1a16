package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of stochastic switching.
 *
 * @param probability probability p of a step on {@code track} (paper: 0.2)
 * @param track the track trained with probability p
 * @param otherwise the track trained with probability 1 - p
 */
public record StochasticSettings(
    @Setting(doc = "Probability of a step on switch.track", defaultValue = "0.2")
        double probability,
    @Setting(doc = "The track trained with switch.probability", defaultValue = "motion")
        String track,
    @Setting(doc = "The track trained in all other steps", defaultValue = "identity")
        String otherwise) {
  /** Checks the ranges. */
  public StochasticSettings {
    Ranges.probability("probability", probability);
  }
}
