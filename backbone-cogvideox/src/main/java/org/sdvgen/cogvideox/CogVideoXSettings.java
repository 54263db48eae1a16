package org.sdvgen.cogvideox;

import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.backbone.ModelSettings;

/**
 * Settings of the CogVideoX backbone, whose checkpoint has the layout of {@code
 * THUDM/CogVideoX-5b}.
 *
 * @param model the settings that all backbones have
 * @param normLora tokens that the adapter acts on
 * @param rotary how rotary positions are spaced
 * @param referenceToken how {@code <cls>} is read
 * @param videoStart where the video's positions begin without a reference
 * @param evenLatentFrames whether clips may have any 4N + 1 frames
 */
public record CogVideoXSettings(
    @Inlined ModelSettings model,
    @Setting(
            doc =
                "Tokens that the adapter acts on: all, as in the published code; reference (the"
                    + " norms' adapter on the reference only, all others on all tokens); or"
                    + " reference_only (the whole adapter); a loaded adapter brings its own",
            defaultValue = "all")
        NormLora normLora,
    @Setting(
            doc = "Spacing of rotary positions on grids that are not of the native shape",
            defaultValue = "diffusers")
        RotaryFormula rotary,
    @Setting(
            doc = "Read <cls> as a single token, or as plain text as the published inference does",
            defaultValue = "single")
        ReferenceToken referenceToken,
    @Setting(
            doc = "First position in time of a video without reference: after_reference or zero",
            defaultValue = "after_reference")
        VideoStart videoStart,
    @Setting(
            doc =
                "Allow clips of 4N+1 frames, not only of 8N+1; those between generate 3 frames more"
                    + " than asked for",
            defaultValue = "false")
        boolean evenLatentFrames) {}
