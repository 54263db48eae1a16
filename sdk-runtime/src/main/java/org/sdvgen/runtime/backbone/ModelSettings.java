package org.sdvgen.runtime.backbone;

import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.api.config.Setting;
import org.sdvgen.runtime.denoiser.BaseStorage;
import org.sdvgen.runtime.text.LongPrompts;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.torch.Precision;

/**
 * The settings that all backbones loaded from a checkpoint folder have.
 *
 * @param checkpoint folder in the layout of the model's Hugging Face repository
 * @param vae another autoencoder of the same layout, which saved models get too
 * @param device where everything is computed
 * @param dtype precision of weights and activations
 * @param weights the format of the frozen weights; that of {@code dtype}, or of a quantised
 *     checkpoint, if left out
 * @param residentBlocks how many blocks of the transformer stay on the device
 * @param gradientCheckpointing what backward computes again
 * @param longPrompts how prompts that are longer than the model takes are treated
 * @param vaeTiling whether large pictures go through the autoencoder in tiles
 * @param vaeSlicing whether the samples of a batch go through the autoencoder one by one
 * @param randomWeightsSeed seeds the weights of a folder that has everything but weights
 */
public record ModelSettings(
    @Setting(
            doc = "Checkpoint folder in the layout of the model's Hugging Face repository",
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
            doc =
                "Frozen weights of the transformer's linear layers: bf16, or quantised while"
                    + " loading to fp8, int8 or nf4, which takes a half or a quarter of bf16's"
                    + " memory (default: dtype, or what the checkpoint is quantised to)")
        Optional<BaseFormat> weights,
    @Setting(
            doc =
                "Blocks of the transformer that stay on the device; the others are read from the"
                    + " checkpoint for every pass, one ahead of the computation. With auto all"
                    + " stay, or with memory.mode = stream as many as there is room for",
            defaultValue = "auto",
            decidesResult = false)
        ResidentBlocks residentBlocks,
    @Setting(
            doc =
                "What backward computes again to save memory: full (every block from its inputs),"
                    + " selective (the same, but attention's results are kept) or none; the"
                    + " gradients are the same",
            defaultValue = "full",
            decidesResult = false)
        GradientCheckpointing gradientCheckpointing,
    @Setting(
            doc = "Prompts with more tokens than the model takes: refuse or truncate them",
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
  /** Checks the range. */
  public ModelSettings {
    if (dtype == Precision.FP16) {
      throw new IllegalArgumentException(
          "dtype must be fp32 or bf16: T5 and the transformers here overflow in fp16");
    }
    if (weights.filter(BaseFormat.BF16::equals).isPresent() && dtype != Precision.BF16) {
      throw new IllegalArgumentException("weights: bf16 needs dtype bf16, not " + dtype.word());
    }
  }

  /**
   * Returns how the transformer's weights are kept.
   *
   * @param residency the host's choice, before which the number of blocks goes that was asked for
   */
  BaseStorage storage(Residency residency) {
    Optional<Integer> streamed =
        residency.mode() == Residency.Mode.STREAM
            ? Optional.of(residency.residentBlocks().orElse(0))
            : Optional.empty();
    return new BaseStorage(
        dtype, weights.flatMap(BaseFormat::quantized), residentBlocks.number().or(() -> streamed));
  }
}
