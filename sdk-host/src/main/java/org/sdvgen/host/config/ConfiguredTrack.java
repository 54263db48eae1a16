package org.sdvgen.host.config;

import java.util.Optional;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.objective.Objective;

/**
 * A configured training track.
 *
 * @param name its name
 * @param settings batch and shape
 * @param objective its objective
 * @param data where its samples come from
 * @param analysisData other samples for the gradient analysis; those held out of {@code data} if
 *     empty
 */
public record ConfiguredTrack(
    String name,
    TrackSettings settings,
    ComponentChoice<Objective> objective,
    ComponentChoice<DataSource> data,
    Optional<ComponentChoice<DataSource>> analysisData) {}
