package org.sdvgen.runtime.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.WriteFailure;

/**
 * A checkpoint in the folder layout of Hugging Face repositories: {@code model_index.json} and a
 * folder per component.
 *
 * @param root the folder with {@code model_index.json}
 * @param vae the autoencoder's folder
 */
public record CheckpointFolder(Path root, Path vae) {
  /** The beginning of the names of a transformer's weight files. */
  public static final String TRANSFORMER_STEM = "diffusion_pytorch_model";

  private static final String INDEX = "model_index.json";
  private static final String VAE = "vae";

  /** The folders of its parts. */
  public static final List<String> COMPONENTS =
      List.of("transformer", VAE, "text_encoder", "tokenizer", "scheduler");

  /**
   * A checkpoint with its own autoencoder.
   *
   * @param root the folder with {@code model_index.json}
   */
  public CheckpointFolder(Path root) {
    this(root, root.resolve(VAE));
  }

  /**
   * The same checkpoint with another autoencoder.
   *
   * @param other a folder as {@code vae/} is; empty for the checkpoint's own
   * @return the checkpoint
   */
  public CheckpointFolder withVae(Optional<Path> other) {
    return new CheckpointFolder(root, other.orElse(vae));
  }

  /**
   * Opens a checkpoint: checks that every component is there and of a class that is implemented.
   *
   * @param root the folder
   * @param layout the model that it must be of
   * @return the checkpoint
   * @throws InputException if it is no checkpoint of that model
   */
  public static CheckpointFolder open(Path root, CheckpointLayout layout) {
    if (!Files.isDirectory(root)) {
      throw new InputException(
          "backbone.checkpoint: the folder %s does not exist; give that of a %s model"
              .formatted(root, layout.model()));
    }
    if (!Files.exists(root.resolve(INDEX))) {
      throw new InputException(
          "backbone.checkpoint: %s is missing in the folder %s, which is not in the layout of diffusers%s; download %s and give its folder"
              .formatted(INDEX, root, originalFiles(root), layout.repository()));
    }
    CheckpointFolder checkpoint = new CheckpointFolder(root);
    ConfigFile index = checkpoint.index();
    for (String component : COMPONENTS) {
      checkpoint.check(index, component, layout);
    }
    return checkpoint;
  }

  /** Names files that a model's authors publish in a layout of their own. */
  private static String originalFiles(Path root) {
    try (Stream<Path> files = Files.list(root)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches(".*\\.(pth|pt|ckpt)"))
          .sorted()
          .findFirst()
          .map(name -> " but, as " + name + " in it tells, in that of the original repository")
          .orElse("");
    } catch (IOException e) {
      throw new InputException(root + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private void check(ConfigFile index, String component, CheckpointLayout layout) {
    Set<String> classes = Objects.requireNonNull(layout.classes().get(component), component);
    JsonNode className = index.node(component).path(1);
    if (!classes.contains(className.asText())) {
      throw new InputException(
          "%s: the %s is of class %s, but only %s is supported; use a %s checkpoint"
              .formatted(
                  index.file(),
                  component,
                  className.asText("?"),
                  String.join(" or ", classes),
                  layout.model()));
    }
    Path folder = root.resolve(component);
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          "the folder %s is missing, which %s names; fetch the whole checkpoint"
              .formatted(folder, index.file()));
    }
    refuseForeignQuantization(config(folder));
  }

  /** The libraries behind diffusers quantise in layouts of their own. */
  private static void refuseForeignQuantization(Path config) {
    if (!Files.exists(config)) {
      return;
    }
    ConfigFile file = ConfigFile.read(config);
    file.optional("quantization_config")
        .ifPresent(
            quantization -> {
              throw new InputException(
                  "%s: the weights are quantised in the layout of %s, which is not read: use the checkpoint that they were made of, and sdvgen quantize or backbone.weights"
                      .formatted(
                          config, quantization.path("quant_method").asText("another program")));
            });
  }

  /**
   * Reads {@code model_index.json}.
   *
   * @throws InputException if it is missing or damaged
   */
  public ConfigFile index() {
    return ConfigFile.read(root.resolve(INDEX));
  }

  /**
   * The folder of a part.
   *
   * @param component one of {@link #COMPONENTS}
   * @return its folder, which may lie elsewhere
   */
  public Path folder(String component) {
    return component.equals(VAE) ? vae : root.resolve(component);
  }

  /** Returns the folder of the transformer's weights. */
  public Path transformer() {
    return root.resolve("transformer");
  }

  /** Returns the file that a transformer in one piece is stored in. */
  public Path transformerWeights() {
    return transformer().resolve(TRANSFORMER_STEM + ".safetensors");
  }

  /** Returns the folder of the text encoder's weights. */
  public Path textEncoder() {
    return root.resolve("text_encoder");
  }

  /** Returns the tokenizer's folder. */
  public Path tokenizer() {
    return root.resolve("tokenizer");
  }

  /** Returns the configuration of a network, by its component's folder. */
  public static Path config(Path component) {
    return component.resolve("config.json");
  }

  /** Returns the scheduler's configuration. */
  public Path schedulerConfig() {
    return root.resolve("scheduler").resolve("scheduler_config.json");
  }

  /**
   * Copies the checkpoint: every component, without the transformer's weights.
   *
   * @param target an existing folder
   * @return the copy
   * @throws InputException if a file cannot be read or written
   */
  public CheckpointFolder copyAllButTransformerWeights(Path target) {
    return copyAllButTransformerWeights(target, CheckpointFolder::copy);
  }

  /**
   * Does the same, and gives weight files a second name in place of a copy where the drive can:
   * they take no room then, and both folders can be removed by themselves.
   *
   * @param target an existing folder
   * @return the copy
   * @throws InputException if a file cannot be read or written
   */
  public CheckpointFolder linkAllButTransformerWeights(Path target) {
    return copyAllButTransformerWeights(
        target,
        (file, copy) -> {
          if (file.toString().endsWith(".safetensors")) {
            link(file, copy);
          } else {
            copy(file, copy);
          }
        });
  }

  /** Puts a file's content into another place. */
  private interface Copying {
    void copy(Path file, Path copy) throws IOException;
  }

  private CheckpointFolder copyAllButTransformerWeights(Path target, Copying copying) {
    try {
      copying.copy(root.resolve(INDEX), target.resolve(INDEX));
      for (String component : COMPONENTS) {
        try (Stream<Path> files = Files.list(folder(component))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            if (!isTransformerWeights(file)) {
              copying.copy(
                  file, target.resolve(component).resolve(String.valueOf(file.getFileName())));
            }
          }
        }
      }
    } catch (IOException e) {
      throw WriteFailure.of(root + " cannot be copied to " + target, e, "");
    }
    return new CheckpointFolder(target);
  }

  private boolean isTransformerWeights(Path file) {
    return file.startsWith(transformer()) && file.toString().contains(".safetensors");
  }

  private static void link(Path file, Path copy) throws IOException {
    Files.createDirectories(copy.resolveSibling(""));
    try {
      Files.createLink(copy, file.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      copy(file, copy);
    }
  }

  private static void copy(Path file, Path copy) throws IOException {
    Files.createDirectories(copy.resolveSibling(""));
    Files.copy(file, copy);
  }
}
