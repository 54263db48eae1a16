package org.sdvgen.cogvideox.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.checkpoint.CheckpointLayout;
import org.sdvgen.runtime.text.T5Config;
import org.sdvgen.runtime.text.T5Family;

/**
 * A checkpoint in the folder layout of the Hugging Face repository {@code THUDM/CogVideoX-5b}.
 *
 * @param folder its files
 */
public record CogVideoXCheckpoint(CheckpointFolder folder) {
  private static final CheckpointLayout LAYOUT =
      new CheckpointLayout(
          "CogVideoX-5B",
          "THUDM/CogVideoX-5b",
          Map.of(
              "transformer", Set.of("CogVideoXTransformer3DModel"),
              "vae", Set.of("AutoencoderKLCogVideoX"),
              "text_encoder", Set.of("T5EncoderModel"),
              "tokenizer", Set.of("T5Tokenizer", "T5TokenizerFast"),
              "scheduler", Set.of("CogVideoXDDIMScheduler", "CogVideoXDPMScheduler")));

  /**
   * Opens a checkpoint, whose configurations and weights are not read yet.
   *
   * @param root the folder
   * @return the checkpoint
   * @throws org.sdvgen.api.error.InputException if it is not a CogVideoX checkpoint
   */
  public static CogVideoXCheckpoint open(Path root) {
    return new CogVideoXCheckpoint(CheckpointFolder.open(root, LAYOUT));
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
    return T5Config.read(CheckpointFolder.config(folder.textEncoder()), T5Family.T5);
  }

  /** Reads the scheduler's configuration. */
  public SchedulerConfig schedulerConfig() {
    return SchedulerConfig.read(folder.schedulerConfig());
  }
}
