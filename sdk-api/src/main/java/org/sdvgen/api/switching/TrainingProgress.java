package org.sdvgen.api.switching;

import java.util.List;

/**
 * Where a run stands.
 *
 * @param step the step about to be taken, from 0
 * @param maxSteps how many the run has
 * @param tracks names of the tracks in the configured order
 */
public record TrainingProgress(long step, long maxSteps, List<String> tracks) {
  /** Copies the list. */
  public TrainingProgress {
    tracks = List.copyOf(tracks);
  }
}
