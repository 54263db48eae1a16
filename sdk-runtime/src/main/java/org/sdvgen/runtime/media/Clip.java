package org.sdvgen.runtime.media;

import org.sdvgen.api.data.PixelClip;

/**
 * A clip that was read from a video.
 *
 * @param pixels (3, F, H, W) in [-1, 1]
 * @param times F presentation times, seconds after the video's first frame: since when each chosen
 *     frame is on show
 * @param report one line about the frames that were read and the changes made to them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity: clips are large
record Clip(PixelClip pixels, double[] times, String report) {}
