package org.sdvgen.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sdvgen.runtime.weights.SafetensorsFile;

/**
 * The folder of golden values that the system property {@code golden.<backbone>} names, by default
 * the copy among the test resources. Of another folder a case may be absent and is skipped; of the
 * default one nothing may be.
 */
public final class GoldenFolder {
  /** The folder that a relative path starts at: the tests themselves run in their module's. */
  private static final String REPOSITORY = "repository.root";

  private final Path root;
  private final boolean isDefault;

  private GoldenFolder(Path root, boolean isDefault) {
    this.root = root;
    this.isDefault = isDefault;
  }

  /**
   * Opens the folder.
   *
   * @param backbone the backbone, as property and resource folder spell it
   * @param cases names of files in {@code expected/}, of which at least one has to be there
   * @return the folder
   */
  public static GoldenFolder open(String backbone, List<String> cases) {
    GoldenFolder folder = open(backbone);
    assertTrue(
        cases.stream().anyMatch(name -> Files.exists(folder.expected(name))),
        () -> folder.root.toAbsolutePath() + " holds no known case in expected/");
    return folder;
  }

  /**
   * Opens the folder for a test of a single case, which is skipped where another folder lacks it.
   *
   * @param backbone the backbone, as property and resource folder spell it
   * @return the folder
   */
  public static GoldenFolder open(String backbone) {
    String property = "golden." + backbone;
    String path = System.getProperty(property, "");
    GoldenFolder folder =
        path.isEmpty()
            ? new GoldenFolder(GoldenCheckpoint.values(backbone), true)
            : new GoldenFolder(Path.of(System.getProperty(REPOSITORY, "")).resolve(path), false);
    assertTrue(
        Files.isDirectory(folder.root),
        () -> property + ": " + folder.root.toAbsolutePath() + " is no folder");
    assertTrue(
        Files.isDirectory(folder.expected("")),
        () -> property + ": " + folder.root.toAbsolutePath() + " has no folder expected/");
    return folder;
  }

  /**
   * The device that the networks run on: the system property {@code golden.device}, else the CPU.
   */
  public static String device() {
    return System.getProperty("golden.device", "cpu");
  }

  private Path expected(String name) {
    return root.resolve("expected").resolve(name);
  }

  /** A file of expected values; skips the test where another folder lacks it. */
  public Path require(String name) {
    return requireFile("expected/" + name);
  }

  /** A file by its path in the folder; skips the test where another folder lacks it. */
  public Path requireFile(String name) {
    Path file = root.resolve(name);
    if (!Files.exists(file)) {
      missing(file.toString());
    }
    return file;
  }

  /** A part of a case; skips the test where another folder lacks it. */
  public void requireTensor(GoldenTensors tensors, String name) {
    if (!tensors.has(name)) {
      missing(name);
    }
  }

  private void missing(String name) {
    if (isDefault) {
      fail(name + " is missing from the project's own golden values");
    }
    assumeTrue(false, name + " is not in " + root);
  }

  /** Opens a file of expected tensors; skips the test where another folder lacks it. */
  public SafetensorsFile tensors(String name) {
    return SafetensorsFile.open(require(name));
  }

  /** Reads a file of expected values; skips the test where another folder lacks it. */
  public JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(require(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a list or an object of expected values as it is. That it is missing or empty fails the
   * test, which would otherwise pass without a single comparison.
   */
  public static JsonNode filled(JsonNode values, String what) {
    assertFalse(values.isEmpty(), () -> "no " + what + " in the case");
    return values;
  }

  /** Returns the folder of the tiny checkpoint. */
  public Path model() {
    return root.resolve("model");
  }

  /** The adapter that diffusers saved; skips the test where another folder lacks it. */
  public Path adapter() {
    return requireFile("lora/pytorch_lora_weights.safetensors");
  }
}
