package org.sdvgen.api.metric;

import java.util.Optional;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.data.PixelClip;

/**
 * A generated clip with the sample that it was generated for.
 *
 * @param sample the sample that it was generated for
 * @param reference the picture that the generator was given, at the clip's size; empty if it was
 *     given none
 * @param clip (3, F, H, W) in [-1, 1]
 * @param fps frames per second
 */
public record EvaluatedClip(
    EvaluationSample sample, Optional<PixelClip> reference, PixelClip clip, double fps) {}
