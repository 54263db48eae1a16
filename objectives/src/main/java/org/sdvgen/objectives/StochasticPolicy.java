package org.sdvgen.objectives;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/**
 * A coin toss at every step (paper, Algorithm 1): u ~ U(0, 1), and the first track is trained where
 * u is below p. Only one track's gradient is computed; the expected update is the weighted sum.
 *
 * <p>With several draws per step every part of the step's batch tosses a coin of its own, as every
 * worker of a distributed run does in the authors' first code, and the parts' gradients are
 * averaged: the expected update is the same, and most steps train both tracks.
 */
final class StochasticPolicy implements SwitchPolicy {
  private final double probability;
  private final String track;
  private final String otherwise;
  private final int parts;

  StochasticPolicy(StochasticSettings settings, ComponentContext context) {
    TrackNames names = TrackNames.ofPolicy(context);
    probability = settings.probability();
    track = names.require("track", settings.track());
    otherwise = names.require("otherwise", settings.otherwise());
    parts = settings.drawsPerStep();
    names.sayUnused(List.of(settings.track(), settings.otherwise()));
  }

  @Override
  public TrackChoice select(TrainingProgress progress, StepDraws draws) {
    double[] uniforms = draws.uniforms(DrawPurposes.TRACK, parts);
    int below = (int) Arrays.stream(uniforms).filter(uniform -> uniform < probability).count();
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put(track, below);
    counts.merge(otherwise, parts - below, Integer::sum);
    return TrackChoice.ofParts(counts);
  }

  @Override
  public boolean mixesTracks() {
    return parts > 1;
  }
}
