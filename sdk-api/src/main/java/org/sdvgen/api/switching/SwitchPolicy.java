package org.sdvgen.api.switching;

import java.util.Map;
import org.sdvgen.api.random.StepDraws;

/**
 * Chooses the track that an optimizer step trains (paper, section "stochastic switching"). Called
 * once per step. A policy that adapts to outcomes keeps its memory in {@link #state}, so that a
 * resumed run continues as if it had never stopped.
 */
public interface SwitchPolicy {
  /**
   * The choice for one step.
   *
   * @param progress the position of the run
   * @param draws the step's random numbers
   * @return one track, or several with weights
   */
  TrackChoice select(TrainingProgress progress, StepDraws draws);

  /**
   * Whether {@link #select} may return several tracks. Update rules that need steps of one track
   * are refused beside such a policy before training.
   *
   * @return false if every step trains one track
   */
  default boolean mixesTracks() {
    return false;
  }

  /**
   * Called with the result of a step, unless it was skipped because its numbers were not finite.
   *
   * @param outcome losses and gradient norm
   */
  default void observe(StepOutcome outcome) {}

  /**
   * The state to save in a checkpoint.
   *
   * @return names and values; empty for policies without a memory
   */
  default Map<String, String> state() {
    return Map.of();
  }

  /**
   * Restores a state on resume.
   *
   * @param state the value that {@link #state} returned
   */
  default void restore(Map<String, String> state) {}
}
