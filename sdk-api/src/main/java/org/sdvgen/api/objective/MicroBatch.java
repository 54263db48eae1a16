package org.sdvgen.api.objective;

import java.util.List;
import org.sdvgen.api.random.StepDraws;

/**
 * A part of a track's batch that goes through the model at once.
 *
 * @param examples loaded samples
 * @param share this part's share of the optimizer step's gradient: its size over the batch's, times
 *     the track's weight
 * @param index the micro-batch's number within the step, over all tracks
 * @param draws the step's draws
 */
public record MicroBatch(List<Example> examples, double share, int index, StepDraws draws) {
  /** Copies the list. */
  public MicroBatch {
    examples = List.copyOf(examples);
  }
}
