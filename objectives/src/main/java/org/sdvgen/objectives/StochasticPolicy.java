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

  StochasticPolicy(StochasticSettings settings, ComponentContext context) {
    TrackNames names = TrackNames.ofPolicy(context);
    probability = settings.probability();
    below = TrackChoice.of(names.require("track", settings.track()));
    above = TrackChoice.of(names.require("otherwise", settings.otherwise()));
    names.sayUnused(List.of(settings.track(), settings.otherwise()));
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return draws.uniform(DrawPurposes.TRACK) < probability ? below : above;
  }
}
