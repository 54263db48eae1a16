package org.sdvgen.api.metric;

/**
 * Describes one score of a metric.
 *
 * @param name the score's name, unique among the metrics of an evaluation, in lower case with
 *     underscores
 * @param unit what values are counted in, such as {@code px} or {@code dB}; empty for shares
 * @param description what the score says and which values are good, in one sentence
 */
public record ScoreInfo(String name, String unit, String description) {}
