package org.sdvgen.cogvideox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/**
 * A checkpoint in the folder layout of the Hugging Face repository {@code THUDM/CogVideoX-5b}.
 *
 * @param root the folder with {@code model_index.json}
 */
public record CheckpointFolder(Path root) {
  private static final String INDEX = "model_index.json";
  private static final List<String> COMPONENTS =
      List.of("transformer", "vae", "text_encoder", "tokenizer", "scheduler");
  private static final Set<String> SCHEDULERS =
      Set.of("CogVideoXDDIMScheduler", "CogVideoXDPMScheduler");

  /**
   * Opens a checkpoint: checks that every component is there and of the class that is implemented.
   *
   * @param root the folder
   * @return the checkpoint
   * @throws InputException if it is not a CogVideoX checkpoint
   */
  public static CheckpointFolder open(Path root) {
    if (!Files.isDirectory(root)) {
      throw new InputException(
          "backbone.checkpoint: the folder "
              + root
              + " does not exist; give that of a CogVideoX model");
    }
    CheckpointFolder checkpoint = new CheckpointFolder(root);
    ConfigFile index = ConfigFile.read(root.resolve(INDEX));
    checkpoint.check(index, "transformer", Set.of("CogVideoXTransformer3DModel"));
    checkpoint.check(index, "vae", Set.of("AutoencoderKLCogVideoX"));
    checkpoint.check(index, "text_encoder", Set.of("T5EncoderModel"));
    checkpoint.check(index, "tokenizer", Set.of("T5Tokenizer"));
    checkpoint.check(index, "scheduler", SCHEDULERS);
    return checkpoint;
  }

  private void check(ConfigFile index, String component, Set<String> classes) {
    JsonNode className = index.node(component).path(1);
    if (!classes.contains(className.asText())) {
      throw new InputException(
          "%s: the %s is of class %s, but only %s is supported; use a CogVideoX-5B checkpoint"
              .formatted(
                  index.file(), component, className.asText("?"), String.join(" or ", classes)));
    }
    Path folder = root.resolve(component);
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "the folder %s is missing, which %s names; fetch the whole checkpoint"
              .formatted(folder, index.file()));
    }
  }

  /** Returns the folder of the transformer's weights. */
  public Path transformer() {
    return root.resolve("transformer");
  }

  /** Returns the file that a transformer in one piece is stored in. */
  public Path transformerWeights() {
    return transformer().resolve("diffusion_pytorch_model.safetensors");
  }

  /**
   * Copies the checkpoint: every component, without the transformer's weights.
   *
   * @param target an existing folder
   * @throws InputException if a file cannot be read or written
   */
  public void copyAllButTransformerWeights(Path target) {
    try {
      copy(INDEX, target);
      for (String component : COMPONENTS) {
        try (Stream<Path> files = Files.list(root.resolve(component))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            if (!isTransformerWeights(file)) {
              copy(component + "/" + file.getFileName(), target);
            }
          }
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "%s cannot be copied to %s (%s): check free space and permissions"
              .formatted(root, target, e),
          e);
    }
  }

  private boolean isTransformerWeights(Path file) {
    return file.startsWith(transformer()) && file.toString().contains(".safetensors");
  }

  private void copy(String file, Path target) throws IOException {
    Path copy = target.resolve(file);
    Files.createDirectories(copy.resolveSibling(""));
    Files.copy(root.resolve(file), copy);
  }

  /** Returns the folder of the autoencoder's weights. */
  public Path vae() {
    return root.resolve("vae");
  }

  /** Returns the folder of the text encoder's weights. */
  public Path textEncoder() {
    return root.resolve("text_encoder");
  }

  /** Returns the tokenizer's folder. */
  public Path tokenizer() {
    return root.resolve("tokenizer");
  }

  /** Reads the transformer's configuration. */
  public TransformerConfig transformerConfig() {
    return TransformerConfig.read(transformer().resolve("config.json"));
  }

  /** Reads the autoencoder's configuration. */
  public VaeConfig vaeConfig() {
    return VaeConfig.read(vae().resolve("config.json"));
  }

  /** Reads the text encoder's configuration. */
  public T5Config textEncoderConfig() {
    return T5Config.read(textEncoder().resolve("config.json"));
  }

  /** Reads the scheduler's configuration. */
  public SchedulerConfig schedulerConfig() {
    return SchedulerConfig.read(root.resolve("scheduler").resolve("scheduler_config.json"));
  }
}
