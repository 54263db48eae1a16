package org.sdvgen.api.switching;

import java.util.Map;

/**
 * The result of a step.
 *
 * @param step the step, from 0
 * @param losses mean loss by track, of the tracks that were trained
 * @param gradientNorm L2 norm of the gradient before clipping
 */
public record StepOutcome(long step, Map<String, Double> losses, double gradientNorm) {
  /** Copies the map. */
  public StepOutcome {
    losses = Map.copyOf(losses);
  }
}
