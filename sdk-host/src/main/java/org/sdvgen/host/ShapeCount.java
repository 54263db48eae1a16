package org.sdvgen.host;

import org.sdvgen.api.objective.TrackShape;

/**
 * A shape that a track's samples are read at.
 *
 * @param shape size, length and rate
 * @param samples how many samples are read so
 */
public record ShapeCount(TrackShape shape, long samples) {}
