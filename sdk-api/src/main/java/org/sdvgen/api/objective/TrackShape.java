package org.sdvgen.api.objective;

import org.sdvgen.api.data.Fit;

/**
 * The size and length that a track trains at.
 *
 * @param height height in pixels
 * @param width width in pixels
 * @param frames frames of a clip, 1 for pictures
 * @param framesPerSecond the clip's rate
 * @param fit how pictures and frames of other aspect ratios are resized
 */
public record TrackShape(int height, int width, int frames, double framesPerSecond, Fit fit) {}
