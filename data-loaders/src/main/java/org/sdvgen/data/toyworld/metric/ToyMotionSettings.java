package org.sdvgen.data.toyworld.metric;

import org.sdvgen.api.config.Setting;

/**
 * Settings of {@code toy-motion}.
 *
 * @param stillShare share of the way asked for, below which a sprite counts as still
 */
public record ToyMotionSettings(
    @Setting(
            doc = "Share of the world's way below which a subject counts as still, above 0 to 1",
            defaultValue = "0.25")
        double stillShare) {
  /** Checks the range. */
  public ToyMotionSettings {
    if (!(stillShare > 0 && stillShare <= 1)) {
      throw new IllegalArgumentException("still_share must lie above 0 to 1, not " + stillShare);
    }
  }
}
