package org.sdvgen.wan22;

import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.runtime.backbone.ModelSettings;
import org.sdvgen.wan22.diffusion.TrainingSigmas;
import org.sdvgen.wan22.transformer.ReferencePosition;

/**
 * Settings of the Wan 2.2 backbone, whose checkpoint has the layout of {@code
 * Wan-AI/Wan2.2-TI2V-5B-Diffusers}.
 *
 * @param model the settings that all backbones have
 * @param referencePosition where a reference's tokens lie in the space-time grid
 * @param comfyuiAdapter whether adapters are written in ComfyUI's spelling too
 * @param trainingSigmas how the noise levels of training are distributed
 * @param maxSequenceLength rows of the text embeddings
 */
public record Wan22Settings(
    @Inlined ModelSettings model,
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
        int maxSequenceLength) {
  /** Checks the range. */
  public Wan22Settings {
    if (maxSequenceLength < 1) {
      throw new IllegalArgumentException(
          "max_sequence_length must be above 0, not " + maxSequenceLength);
    }
  }
}
