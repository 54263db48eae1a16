package org.sdvgen.api.objective;

import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.random.SampleDraws;

/**
 * The inputs of loading a sample, beside the sample itself.
 *
 * @param shape size and length to read at
 * @param backbone the model's specification
 * @param draws the sample's random numbers; its {@code sample} is the position in the track's
 *     endless stream
 */
public record LoadContext(TrackShape shape, BackboneSpec backbone, SampleDraws draws) {}
