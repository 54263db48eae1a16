package org.sdvgen.api.switching;

import java.util.Map;
import org.sdvgen.api.random.StepDraws;

/**
 * Decides which track an optimizer step trains (paper, section "stochastic switching"). Asked once
 * per step. A policy that learns from what it sees keeps its memory in {@link #state}, so that a
 * resumed run goes on as if it had never stopped.
 */
public interface SwitchPolicy {
  /**
   * The choice for one step.
   *
   * @param progress where the run stands
   * @param draws the step's random numbers
   * @return one track, or several with weights
   */
  TrackChoice select(TrainingProgress progress, StepDraws draws);

  /**
   * Told what a step came to, unless it was skipped because its numbers were not finite.
   *
   * @param outcome losses and gradient norm
   */
  default void observe(StepOutcome outcome) {}

  /**
   * What must be remembered over a restart.
   *
   * @return names and values; empty for policies without a memory
   */
  default Map<String, String> state() {
    return Map.of();
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @param state names and values
   */
  default void restore(Map<String, String> state) {}
}
