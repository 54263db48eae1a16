package org.sdvgen.host.config;

import java.util.List;
import java.util.Optional;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.metric.Metric;

/**
 * The configuration of measuring results.
 *
 * @param settings how much
 * @param data samples to look at and measure with, never trained on
 * @param metrics the measures, in their order
 */
public record ConfiguredEvaluation(
    EvaluationSettings settings,
    Optional<ComponentChoice<DataSource>> data,
    List<ComponentChoice<Metric>> metrics) {
  /** Copies the list. */
  public ConfiguredEvaluation {
    metrics = List.copyOf(metrics);
  }
}
