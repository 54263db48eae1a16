package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/**
 * A coin toss at every step (paper, Algorithm 1): u ~ U(0, 1), and the first track is trained where
 * u is below p. Only one track's gradient is computed; the expected update is the weighted sum.
 */
final class StochasticPolicy implements SwitchPolicy {
  private final double probability;
  private final TrackChoice below;
  private final TrackChoice above;

  StochasticPolicy(StochasticConfig config, ComponentContext context) {
    TrackNames names = TrackNames.ofPolicy(context);
    probability = config.probability();
    below = TrackChoice.of(names.require("track", config.track()));
    above = TrackChoice.of(names.require("otherwise", config.otherwise()));
    names.sayUnused(List.of(config.track(), config.otherwise()));
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return draws.uniform(DrawPurposes.TRACK) < probability ? below : above;
  }
}
