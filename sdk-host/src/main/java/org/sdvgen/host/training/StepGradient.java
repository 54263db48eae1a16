package org.sdvgen.host.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What accumulating a step's gradient came to.
 *
 * @param losses mean loss by track
 * @param samples ids of the samples, in order
 * @param details further figures, as {@code <track>.<name>}
 */
record StepGradient(Map<String, Double> losses, List<String> samples, Map<String, Double> details) {
  StepGradient {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    samples = List.copyOf(samples);
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
