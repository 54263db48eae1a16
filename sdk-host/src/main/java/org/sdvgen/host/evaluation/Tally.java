package org.sdvgen.host.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.host.EvaluationSummary.Statistic;

/** Collects the values of scores. */
final class Tally {
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /**
   * Adds a clip's scores.
   *
   * @param scores values by name; finite
   */
  void add(Map<String, Double> scores) {
    scores.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalStateException("the score " + name + " is " + value);
          }
          values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        });
  }

  /** Returns a score's mean and standard error; empty if there is no value. */
  Optional<Statistic> statistic(String name) {
    List<Double> all = values.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    double mean = all.stream().mapToDouble(value -> value).average().orElseThrow();
    double squares = all.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    int count = all.size();
    double error = count == 1 ? 0 : Math.sqrt(squares / (count - 1) / count);
    return Optional.of(new Statistic(mean, error, count));
  }
}
