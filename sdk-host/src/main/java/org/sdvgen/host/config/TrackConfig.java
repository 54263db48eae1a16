package org.sdvgen.host.config;

import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.objective.Objective;

/**
 * A configured training track.
 *
 * @param name its name
 * @param settings batch and shape
 * @param objective what it minimises
 * @param data where its samples come from
 */
public record TrackConfig(
    String name,
    TrackSettings settings,
    ComponentChoice<Objective> objective,
    ComponentChoice<DataSource> data) {}
