package org.sdvgen.objectives;

import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.random.StepDraws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.switching.TrainingProgress;

/** Runs of a policy without any training. */
final class Runs {
  private Runs() {}

  /** The single track that each step takes. */
  static List<String> tracks(SwitchPolicy policy, List<String> tracks, int steps) {
    List<String> chosen = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      chosen.addAll(choice(policy, tracks, step, steps).weights().keySet());
    }
    return chosen;
  }

  /** The choice of one step of a run. */
  static TrackChoice choice(SwitchPolicy policy, List<String> tracks, int step, int steps) {
    return policy.select(
        new TrainingProgress(step, steps, tracks),
        new StepDraws(Draws.seeded(), 7, step, "switch"));
  }
}
