package org.sdvgen.cogvideox;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.Setting;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.Precision;

/**
 * Settings of the CogVideoX backbone.
 *
 * @param checkpoint folder in the layout of {@code THUDM/CogVideoX-5b}
 * @param vae another autoencoder of the same layout, which saved models get too
 * @param device where everything is computed
 * @param dtype precision of weights and activations
 * @param gradientCheckpointing whether activations are computed again on the way back
 * @param normLora which streams the adapter of the norms acts on
 * @param rotary how rotary positions are spaced
 * @param referenceToken how {@code <cls>} is read
 * @param longPrompts what becomes of prompts that are longer than the model takes
 * @param videoStart where the video's positions begin without a reference
 * @param evenLatentFrames whether clips may have any 4N + 1 frames
 * @param vaeTiling whether large pictures go through the autoencoder in tiles
 * @param vaeSlicing whether the samples of a batch go through the autoencoder one by one
 * @param randomWeightsSeed seeds the weights of a folder that has everything but weights
 */
public record CogVideoXConfig(
    @Setting(doc = "Checkpoint folder in the layout of THUDM/CogVideoX-5b", decidesResult = false)
        Path checkpoint,
    @Setting(
            doc =
                "A vae folder in place of the checkpoint's own, such as one of sdvgen fit-codec;"
                    + " saved models get it")
        Optional<Path> vae,
    @Setting(
            doc = "Where to compute: auto, cpu or cuda:N",
            defaultValue = "auto",
            decidesResult = false)
        DeviceName device,
    @Setting(doc = "Precision of weights and activations: bf16 or fp32", defaultValue = "bf16")
        Precision dtype,
    @Setting(
            doc = "Compute activations again on the way back, which saves memory",
            defaultValue = "true")
        boolean gradientCheckpointing,
    @Setting(
            doc =
                "Streams that the adapter of the norms acts on: all, as in the published code, or"
                    + " reference; a loaded adapter brings its own",
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
            doc = "Prompts with more tokens than the model takes: refuse or truncate them",
            defaultValue = "refuse")
        LongPrompts longPrompts,
    @Setting(
            doc = "First position in time of a video without reference: after_reference or zero",
            defaultValue = "after_reference")
        VideoStart videoStart,
    @Setting(
            doc =
                "Allow clips of 4N+1 frames, not only of 8N+1; those between generate 3 frames more"
                    + " than asked for",
            defaultValue = "false")
        boolean evenLatentFrames,
    @Setting(doc = "Encode and decode large pictures in tiles", defaultValue = "true")
        boolean vaeTiling,
    @Setting(doc = "Encode and decode the samples of a batch one by one", defaultValue = "true")
        boolean vaeSlicing,
    @Setting(
            doc =
                "Write random weights by this seed into a checkpoint folder that has none; for"
                    + " demonstrations and tests")
        Optional<Long> randomWeightsSeed) {
  /** Checks the range. */
  public CogVideoXConfig {
    if (dtype == Precision.FP16) {
      throw new IllegalArgumentException(
          "dtype must be fp32 or bf16: CogVideoX-5B overflows in fp16");
    }
  }
}
