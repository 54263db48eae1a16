package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/** One track until the switch point, another after it (paper, Table 4). */
final class TwoStagePolicy implements SwitchPolicy {
  private final TwoStageSettings settings;
  private final TrackChoice first;
  private final TrackChoice second;

  TwoStagePolicy(TwoStageSettings settings, ComponentContext context) {
    this.settings = settings;
    TrackNames names = TrackNames.ofPolicy(context);
    first = TrackChoice.of(names.require("first", settings.first()));
    second = TrackChoice.of(names.require("second", settings.second()));
    names.sayUnused(List.of(settings.first(), settings.second()));
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return progress.step() < settings.switchPoint(progress.maxSteps()) ? first : second;
  }
}
