package org.sdvgen.api.metric;

/**
 * Describes one score of a metric.
 *
 * @param name the score's name, unique among the metrics of an evaluation, in lower case with
 *     underscores
 * @param unit the unit of values, such as {@code px} or {@code dB}; empty for shares
 * @param description meaning of the score and its good values, in one sentence
 */
public record ScoreInfo(String name, String unit, String description) {}
