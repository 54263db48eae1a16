package org.sdvgen.wan22.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointLayout;
import org.sdvgen.runtime.checkpoint.ConfigFile;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Family;

/**
 * A checkpoint in the folder layout of the Hugging Face repository {@code
 * Wan-AI/Wan2.2-TI2V-5B-Diffusers}.
 *
 * @param folder its files
 */
public record Wan22Checkpoint(CheckpointFolder folder) {
  private static final CheckpointLayout LAYOUT =
      new CheckpointLayout(
          "Wan 2.2 TI2V-5B",
          "Wan-AI/Wan2.2-TI2V-5B-Diffusers",
          Map.of(
              "transformer", Set.of("WanTransformer3DModel"),
              "vae", Set.of("AutoencoderKLWan"),
              "text_encoder", Set.of("UMT5EncoderModel"),
              "tokenizer", Set.of("T5TokenizerFast", "T5Tokenizer"),
              "scheduler", Set.of("UniPCMultistepScheduler", "FlowMatchEulerDiscreteScheduler")));

  /**
   * Opens a checkpoint, whose configurations and weights are not read yet.
   *
   * @param root the folder
   * @return the checkpoint
   * @throws InputException if it is no Wan 2.2 TI2V checkpoint; the models with two transformers
   *     are none
   */
  public static Wan22Checkpoint open(Path root) {
    CheckpointFolder folder = CheckpointFolder.open(root, LAYOUT);
    ConfigFile index = folder.index();
    refuseOtherModels(index, "expand_timesteps", !index.flag("expand_timesteps", false));
    refuseOtherModels(index, "boundary_ratio", index.has("boundary_ratio"));
    refuseOtherModels(index, "transformer_2", index.hasComponent("transformer_2"));
    return new Wan22Checkpoint(folder);
  }

  /** These settings of a pipeline tell the models of the family from each other. */
  private static void refuseOtherModels(ConfigFile index, String key, boolean other) {
    if (other) {
      throw new InputException(
          "%s: %s is %s, so this is another Wan model, such as Wan 2.1 or one of Wan 2.2 with two transformers; only %s is supported: download %s"
              .formatted(index.file(), key, index.shown(key), LAYOUT.model(), LAYOUT.repository()));
    }
  }

  /** Reads the transformer's configuration. */
  public TransformerConfig transformerConfig() {
    return TransformerConfig.read(CheckpointFolder.config(folder.transformer()));
  }

  /** Reads the autoencoder's configuration. */
  public VaeConfig vaeConfig() {
    return VaeConfig.read(CheckpointFolder.config(folder.vae()));
  }

  /** Reads the text encoder's configuration. */
  public T5Config textEncoderConfig() {
    return T5Config.read(CheckpointFolder.config(folder.textEncoder()), T5Family.UMT5);
  }

  /** Reads the scheduler's configuration. */
  public SchedulerConfig schedulerConfig() {
    return SchedulerConfig.read(folder.schedulerConfig());
  }
}
