package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of a quadratic penalty on the trained parameters.
 *
 * @param weight factor w of the penalty w/2 times the squared L2 distance
 */
public record PenaltySettings(
    @Setting(
            doc = "Factor w of the penalty: w/2 times the squared L2 distance",
            defaultValue = "0.01")
        double weight) {
  /** Checks the range. */
  public PenaltySettings {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight must not be negative, not " + weight);
    }
  }
}
