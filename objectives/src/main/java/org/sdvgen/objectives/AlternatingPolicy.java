package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/** Every track in turn: the fixed schedule beside the random one of the paper. */
final class AlternatingPolicy implements SwitchPolicy {
  private final List<TrackChoice> turns;
  private final int steps;

  AlternatingPolicy(AlternatingSettings settings, ComponentContext context) {
    List<String> tracks = settings.tracks().isEmpty() ? context.tracks() : settings.tracks();
    TrackNames names = TrackNames.ofPolicy(context);
    turns = tracks.stream().map(name -> TrackChoice.of(names.require("tracks", name))).toList();
    names.sayUnused(tracks);
    steps = settings.steps();
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    return turns.get(Math.toIntExact(progress.step() / steps % turns.size()));
  }
}
