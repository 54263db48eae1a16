package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/** One track until the switch point, another after it (paper, Table 4). */
final class TwoStagePolicy implements SwitchPolicy {
  private final TwoStageConfig config;
  private final TrackChoice first;
  private final TrackChoice second;

  TwoStagePolicy(TwoStageConfig config, ComponentContext context) {
    this.config = config;
    TrackNames names = TrackNames.ofPolicy(context);
    first = TrackChoice.of(names.require("first", config.first()));
    second = TrackChoice.of(names.require("second", config.second()));
    names.sayUnused(List.of(config.first(), config.second()));
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return progress.step() < config.switchPoint(progress.maxSteps()) ? first : second;
  }
}
