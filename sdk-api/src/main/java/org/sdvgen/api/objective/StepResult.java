package org.sdvgen.api.objective;

import java.util.Map;

/**
 * The result of a micro-batch.
 *
 * @param loss mean over its samples
 * @param details further figures to log, by name
 */
public record StepResult(double loss, Map<String, Double> details) {
  /** Copies the map. */
  public StepResult {
    details = Map.copyOf(details);
  }
}
