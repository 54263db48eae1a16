package org.sdvgen.host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of one optimizer step.
 *
 * @param step the step, from 0
 * @param maxSteps how many the run has
 * @param skipped why the step has changed nothing, if it has not: its loss or gradient is not
 *     finite
 * @param losses mean loss by track, of the tracks that were trained, in the policy's order
 * @param gradientNorm L2 norm of the gradient before clipping; NaN if the loss is not finite
 * @param learningRate the rate that the step was taken with
 * @param seconds wall time
 * @param samples ids of the samples, in order
 * @param details further figures of the objectives, as {@code <track>.<name>}
 */
public record StepReport(
    long step,
    long maxSteps,
    Optional<String> skipped,
    Map<String, Double> losses,
    double gradientNorm,
    double learningRate,
    double seconds,
    List<String> samples,
    Map<String, Double> details) {
  /** Copies the collections, keeping their order. */
  public StepReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    samples = List.copyOf(samples);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
