package org.sdvgen.host.training;

import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.objective.TrackShape;

/**
 * A training track with its parts in place.
 *
 * @param name its name
 * @param objective what it minimises
 * @param data where its samples come from
 * @param shape size and length it reads at
 * @param batchSize samples of one optimizer step
 * @param microBatchSize samples that go through the model at once
 */
public record Track(
    String name,
    Objective objective,
    DataSource data,
    TrackShape shape,
    int batchSize,
    int microBatchSize) {}
