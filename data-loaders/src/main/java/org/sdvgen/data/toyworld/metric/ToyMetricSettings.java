package org.sdvgen.data.toyworld.metric;

/** The settings of metrics that have none. */
public record ToyMetricSettings() {}
