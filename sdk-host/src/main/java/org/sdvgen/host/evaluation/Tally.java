package org.sdvgen.host.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
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
    double[] all =
        values.getOrDefault(name, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
    if (all.length == 0) {
      return Optional.empty();
    }
    double std = StandardDeviation.of(all).getAsDouble();
    return Optional.of(
        new Statistic(Mean.of(all).getAsDouble(), std / Math.sqrt(all.length), all.length));
  }
}
