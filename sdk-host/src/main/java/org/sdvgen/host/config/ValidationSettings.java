package org.sdvgen.host.config;

import org.sdvgen.api.config.Setting;

/**
 * How a run is looked at while it goes on; read from {@code validation.*}. What is looked at are
 * the weights that the run would save as its result: their moving average if one is kept.
 *
 * @param lossSteps optimizer steps between two held-out losses; 0 for none
 * @param lossSamples samples of each track in a held-out loss, each with its own noise and timestep
 * @param seed seeds the held-out losses
 */
public record ValidationSettings(
    @Setting(doc = "Steps between two held-out losses, 0 for none", defaultValue = "0")
        long lossSteps,
    @Setting(doc = "Samples of each track in a held-out loss", defaultValue = "16") int lossSamples,
    @Setting(doc = "Seeds every draw of a held-out loss", defaultValue = "420") long seed) {
  /** Checks the ranges. */
  public ValidationSettings {
    if (lossSteps < 0) {
      throw new IllegalArgumentException("loss_steps must not be negative: " + lossSteps);
    }
    if (lossSamples < 1) {
      throw new IllegalArgumentException("loss_samples must be at least 1: " + lossSamples);
    }
  }

  /**
   * Whether held-out losses are measured.
   *
   * @return true if {@code loss_steps} is above 0
   */
  public boolean measuresLoss() {
    return lossSteps > 0;
  }
}
