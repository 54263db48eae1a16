package org.sdvgen.objectives;

import java.util.Optional;
import org.sdvgen.api.config.Setting;

/**
 * Settings of two-stage training. Without either switch point the stages are equally long.
 *
 * @param first the track trained before the switch
 * @param second the track trained after it
 * @param switchFraction share of the run's steps that the first stage takes, in [0, 1]
 * @param switchStep number of steps that the first stage takes
 */
public record TwoStageSettings(
    @Setting(doc = "The track of the first stage", defaultValue = "identity") String first,
    @Setting(doc = "The track of the second stage", defaultValue = "motion") String second,
    @Setting(
            doc =
                "Share of the steps in the first stage; 0.5 if neither this nor switch_step is set")
        Optional<Double> switchFraction,
    @Setting(doc = "Number of steps in the first stage, in place of switch_fraction")
        Optional<Long> switchStep) {
  private static final double HALF = 0.5;

  /** Checks the ranges. */
  public TwoStageSettings {
    if (switchFraction.isPresent() && switchStep.isPresent()) {
      throw new IllegalArgumentException("set switch_fraction or switch_step, not both");
    }
    Ranges.probability("switch_fraction", switchFraction.orElse(HALF));
    if (switchStep.orElse(0L) < 0) {
      throw new IllegalArgumentException(
          "switch_step must not be negative, not " + switchStep.orElseThrow());
    }
  }

  /** The first step of the second stage. */
  long switchPoint(long maxSteps) {
    return switchStep.orElseGet(() -> Math.round(switchFraction.orElse(HALF) * maxSteps));
  }
}
