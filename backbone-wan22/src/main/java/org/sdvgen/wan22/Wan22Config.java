package org.sdvgen.wan22;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.Setting;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.wan22.diffusion.TrainingSigmas;
import org.sdvgen.wan22.transformer.ReferencePosition;

/**
 * Settings of the Wan 2.2 backbone.
 *
 * @param checkpoint folder in the layout of {@code Wan-AI/Wan2.2-TI2V-5B-Diffusers}
 * @param vae another autoencoder of the same layout, which saved models get too
 * @param device where everything is computed
 * @param dtype precision of weights and activations
 * @param gradientCheckpointing whether activations are computed again on the way back
 * @param referencePosition where a reference's tokens lie in the space-time grid
 * @param comfyuiAdapter whether adapters are written in ComfyUI's spelling too
 * @param trainingSigmas how the noise levels of training are distributed
 * @param maxSequenceLength rows of the text embeddings
 * @param longPrompts what becomes of prompts that are longer than that
 * @param vaeTiling whether large pictures go through the autoencoder in tiles
 * @param vaeSlicing whether the samples of a batch go through the autoencoder one by one
 * @param randomWeightsSeed seeds the weights of a folder that has everything but weights
 */
public record Wan22Config(
    @Setting(
            doc = "Checkpoint folder in the layout of Wan-AI/Wan2.2-TI2V-5B-Diffusers",
            decidesResult = false)
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
                "Where a reference lies: continuous (a frame before the video) or"
                    + " shared_frame_shifted (beside the video's first frame)",
            defaultValue = "continuous")
        ReferencePosition referencePosition,
    @Setting(
            doc =
                "Write a copy of every adapter, <name>.comfyui.safetensors, in the original Wan"
                    + " names that ComfyUI reads",
            defaultValue = "false",
            decidesResult = false)
        boolean comfyuiAdapter,
    @Setting(
            doc = "Noise levels of training: shifted_uniform (as in generation) or logit_normal",
            defaultValue = "shifted_uniform")
        TrainingSigmas trainingSigmas,
    @Setting(
            doc = "Text tokens that every prompt is padded to, which the model attends to",
            defaultValue = "512")
        int maxSequenceLength,
    @Setting(
            doc = "Prompts with more tokens than that: refuse or truncate them",
            defaultValue = "refuse")
        LongPrompts longPrompts,
    @Setting(doc = "Encode and decode large pictures in tiles", defaultValue = "true")
        boolean vaeTiling,
    @Setting(doc = "Encode and decode the samples of a batch one by one", defaultValue = "true")
        boolean vaeSlicing,
    @Setting(
            doc =
                "Write random weights by this seed into a checkpoint folder that has none; for"
                    + " demonstrations and tests")
        Optional<Long> randomWeightsSeed) {
  /** Checks the ranges. */
  public Wan22Config {
    if (dtype == Precision.FP16) {
      throw new IllegalArgumentException("dtype must be fp32 or bf16: umT5 overflows in fp16");
    }
    if (maxSequenceLength < 1) {
      throw new IllegalArgumentException(
          "max_sequence_length must be above 0, not " + maxSequenceLength);
    }
  }
}
