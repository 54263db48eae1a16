package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.sdvgen.cogvideox.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * The folder of golden values that the system property {@code golden.cogvideox} names, by default
 * the copy among the test resources. Of another folder a case may be absent and is skipped; of the
 * default one nothing may be.
 */
final class GoldenFolder {
  private static final String PROPERTY = "golden.cogvideox";

  /** The folder that a relative path starts at: the tests themselves run in their module's. */
  private static final String REPOSITORY = "repository.root";

  private static final String[] CASES = {
    "01_tokenizer.json",
    "02_text_encoder.safetensors",
    "03_vae.safetensors",
    "04_transformer.safetensors",
    "05_lora.safetensors",
    "06_reference.safetensors",
    "07_schedulers.safetensors",
    "08_pipeline.safetensors",
    "09_training.safetensors"
  };

  private final Path root;
  private final boolean isDefault;

  private GoldenFolder(Path root, boolean isDefault) {
    this.root = root;
    this.isDefault = isDefault;
  }

  static GoldenFolder open() {
    String property = System.getProperty(PROPERTY, "");
    GoldenFolder folder =
        property.isEmpty()
            ? new GoldenFolder(ownCopy(), true)
            : new GoldenFolder(
                Path.of(System.getProperty(REPOSITORY, "")).resolve(property), false);
    assertTrue(
        Files.isDirectory(folder.root),
        () -> PROPERTY + ": " + folder.root.toAbsolutePath() + " is no folder");
    assertTrue(
        Arrays.stream(CASES).anyMatch(name -> Files.exists(folder.expected(name))),
        () -> PROPERTY + ": " + folder.root.toAbsolutePath() + " holds no known case in expected/");
    return folder;
  }

  private static Path ownCopy() {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenFolder.class.getResource("/golden/cogvideox")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The device that the networks run on: the system property {@code golden.device}, else the CPU.
   */
  static String device() {
    return System.getProperty("golden.device", "cpu");
  }

  private Path expected(String name) {
    return root.resolve("expected").resolve(name);
  }

  /** A file of expected values; skips the test where another folder lacks it. */
  Path require(String name) {
    Path file = expected(name);
    if (!Files.exists(file)) {
      if (isDefault) {
        fail(file + " is missing from the project's own golden values");
      }
      assumeTrue(false, name + " is not in " + root);
    }
    return file;
  }

  /** A part of a case; skips the test where another folder lacks it. */
  void requireTensor(GoldenTensors tensors, String name) {
    if (!tensors.has(name)) {
      if (isDefault) {
        fail(name + " is missing from the project's own golden values");
      }
      assumeTrue(false, name + " is not in " + root);
    }
  }

  SafetensorsFile tensors(String name) {
    return SafetensorsFile.open(require(name));
  }

  JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(require(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CheckpointFolder model() {
    return CheckpointFolder.open(root.resolve("model"));
  }

  Path adapter() {
    return root.resolve("lora/pytorch_lora_weights.safetensors");
  }

  Path paperAdapter() {
    return root.resolve("lora_paper/pytorch_lora_weights_transformer.safetensors");
  }
}
