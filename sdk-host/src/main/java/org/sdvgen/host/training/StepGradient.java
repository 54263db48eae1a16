package org.sdvgen.host.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of accumulating a step's gradient.
 *
 * @param losses mean loss by track
 * @param details further figures, as {@code <track>.<name>}
 * @param parts the micro-batches, in order
 */
record StepGradient(Map<String, Double> losses, Map<String, Double> details, List<Part> parts) {
  StepGradient {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    parts = List.copyOf(parts);
  }

  /**
   * A micro-batch.
   *
   * @param track whose samples it has
   * @param first position of the first of them in the track's stream
   * @param samples their ids, in order
   * @param loss mean over them
   */
  record Part(String track, long first, List<String> samples, double loss) {
    Part {
      samples = List.copyOf(samples);
    }
  }

  /** Ids of all samples, in order. */
  List<String> samples() {
    return parts.stream().flatMap(part -> part.samples().stream()).toList();
  }

  /** The problem with the losses; empty if all of them are finite. */
  Optional<String> problem() {
    return parts.stream()
        .filter(part -> !Double.isFinite(part.loss()))
        .map(part -> "the loss of track %s is %s".formatted(part.track(), part.loss()))
        .findFirst();
  }

  /** The micro-batches to look at when the step fails: those with a bad loss, or all. */
  List<Part> suspects() {
    List<Part> bad = parts.stream().filter(part -> !Double.isFinite(part.loss())).toList();
    return bad.isEmpty() ? parts : bad;
  }
}
