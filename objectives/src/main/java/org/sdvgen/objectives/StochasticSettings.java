package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of stochastic switching.
 *
 * @param probability probability p of a step on {@code track} (paper: 0.2)
 * @param track the track trained with probability p
 * @param otherwise the track trained with probability 1 - p
 * @param drawsPerStep parts of a step's batch, each of which draws its track (paper's algorithm: 1)
 */
public record StochasticSettings(
    @Setting(doc = "Probability of a step on switch.track", defaultValue = "0.2")
        double probability,
    @Setting(doc = "The track trained with switch.probability", defaultValue = "motion")
        String track,
    @Setting(doc = "The track trained in all other steps", defaultValue = "identity")
        String otherwise,
    @Setting(
            doc =
                "Equal parts of a step's batch that draw their track each, as every GPU does in"
                    + " the authors' first code",
            defaultValue = "1")
        int drawsPerStep) {
  /** Checks the ranges. */
  public StochasticSettings {
    Ranges.probability("probability", probability);
    if (drawsPerStep < 1) {
      throw new IllegalArgumentException("draws_per_step must be at least 1, not " + drawsPerStep);
    }
  }
}
