package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/** The same track at every step, such as image-only training (paper, Table 4). */
final class SingleTrackPolicy implements SwitchPolicy {
  private final TrackChoice choice;

  SingleTrackPolicy(SingleTrackSettings settings, ComponentContext context) {
    TrackNames names = TrackNames.ofPolicy(context);
    choice = TrackChoice.of(names.require("track", settings.track()));
    names.sayUnused(List.of(settings.track()));
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return choice;
  }
}
