package org.sdvgen.api.switching;

import java.util.List;

/**
 * The position of a run.
 *
 * @param step the step about to be taken, from 0
 * @param maxSteps number of steps of the run
 * @param tracks names of the tracks in the configured order
 */
public record TrainingProgress(long step, long maxSteps, List<String> tracks) {
  /** Copies the list. */
  public TrainingProgress {
    tracks = List.copyOf(tracks);
  }
}
