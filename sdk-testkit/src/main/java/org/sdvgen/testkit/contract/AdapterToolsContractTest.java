package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.TensorAssertions;
import org.sdvgen.testkit.TinyBatch;

/**
 * What a backbone's {@link AdapterTools} promise. A plugin's test extends this for a tiny model,
 * with settings under which every adapter can be merged.
 */
public abstract class AdapterToolsContractTest {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);
  private static final int RANK = 3;
  private static final double ALPHA = 5;

  /** bf16 keeps 8 bits of every weight; arithmetic in fp32 differs in its order alone. */
  private static final double BF16_ROUNDING = 0.02;

  private static final double FP32_ROUNDING = 1e-6;

  @TempDir private Path folder = Path.of("");
  private Path adapter = Path.of("");

  /** For subclasses. */
  protected AdapterToolsContractTest() {}

  /**
   * A tiny checkpoint in fp32.
   *
   * @return its folder, which is only read
   */
  protected abstract Path checkpoint();

  /**
   * Opens a checkpoint's tools.
   *
   * @param checkpoint the folder
   * @return the tools
   */
  protected abstract AdapterTools tools(Path checkpoint);

  /**
   * Opens a checkpoint's model.
   *
   * @param checkpoint the folder
   * @param precision {@code fp32} or {@code bf16}
   * @return the model, closed by the caller
   */
  protected abstract Backbone open(Path checkpoint, String precision);

  /**
   * Suffixes of modules that every format takes.
   *
   * @return targets; empty if every format takes the backbone's own
   */
  protected List<String> targetsOfEveryFormat() {
    return List.of();
  }

  /** Saves an adapter of scale 5/3 with its origin. */
  @BeforeEach
  void saveAdapter() {
    adapter = folder.resolve("adapter.safetensors");
    save(checkpoint(), adapter, List.of());
  }

  private static LoraConfig config(List<String> targets) {
    return new LoraConfig(RANK, ALPHA, 0, targets);
  }

  private void save(Path checkpoint, Path file, List<String> targets) {
    try (Backbone backbone = open(checkpoint, "fp32")) {
      Parameters parameters = backbone.parameters();
      parameters.select(new Selection.Adapter(config(targets)), 1);
      parameters.trainable().forEach(parameter -> parameter.value().addi(0.06f));
      Map<String, String> origin =
          Map.of(AdapterTools.BASE_FINGERPRINT, parameters.fingerprint(), "recipe", "seed = 1");
      parameters.saveAdapter(file, origin);
    }
  }

  @Test
  void saysWhatAFileHolds() {
    AdapterSummary summary = tools(checkpoint()).describe(adapter, SILENT);
    assertEquals(tools(checkpoint()).formats().get(0), summary.format());
    assertEquals(3, summary.config().rank());
    assertEquals(5, summary.config().alpha());
    assertEquals("fp32", summary.precision());
    assertEquals("seed = 1", summary.metadata().get("recipe"));
    assertEquals(List.of(), summary.notices());
    try (Backbone backbone = open(checkpoint(), "fp32")) {
      backbone.parameters().select(new Selection.Adapter(config(List.of())), 1);
      var trainable = backbone.parameters().trainable();
      assertEquals(trainable.size(), 2 * summary.modules());
      assertEquals(
          trainable.stream().mapToLong(parameter -> parameter.value().size()).sum(),
          summary.parameters());
    }
  }

  @Test
  void everyFormatHoldsTheSameAdapterThereAndBack() throws IOException {
    save(checkpoint(), adapter, targetsOfEveryFormat());
    AdapterTools tools = tools(checkpoint());
    String own = tools.formats().get(0);
    float[] expected = predict(checkpoint(), "fp32", Optional.of(adapter));
    for (String format : tools.formats()) {
      Path there = folder.resolve(format + ".safetensors");
      Path back = folder.resolve(format + "-back.safetensors");
      assertEquals(List.of(), tools.convert(adapter, SILENT, format, there));
      assertEquals(List.of(), tools.convert(there, SILENT, own, back));
      AdapterSummary summary = tools.describe(there, SILENT);
      assertTrue(tools.formats().contains(summary.format()), summary.format());
      assertEquals("seed = 1", summary.metadata().get("recipe"));
      if (summary.config().alpha() == ALPHA) {
        assertArrayEquals(Files.readAllBytes(adapter), Files.readAllBytes(back), format);
      } else {
        assertEquals(1, summary.config().scale(), format);
      }
      assertClose(
          expected, predict(checkpoint(), "fp32", Optional.of(there)), FP32_ROUNDING, format);
      assertClose(
          expected, predict(checkpoint(), "fp32", Optional.of(back)), FP32_ROUNDING, format);
    }
  }

  /** The backbone's own targets may be more than other programs can read. */
  @Test
  void whatAFormatCannotTakeIsSaid() {
    AdapterTools tools = tools(checkpoint());
    int all = tools.describe(adapter, SILENT).modules();
    for (String format : tools.formats()) {
      Path there = folder.resolve(format + ".safetensors");
      String notices = String.join(" ", tools.convert(adapter, SILENT, format, there));
      int missing = all - tools.describe(there, SILENT).modules();
      String said = "cannot take " + missing + " of the adapter's " + all + " modules";
      assertEquals(missing > 0, notices.contains(said), format + ": " + notices);
    }
  }

  @Test
  void anUnknownFormatIsRefusedWithTheKnownOnes() {
    AdapterTools tools = tools(checkpoint());
    Path target = folder.resolve("there.safetensors");
    InputException error =
        assertThrows(
            InputException.class, () -> tools.convert(adapter, SILENT, "photoshop", target));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("photoshop"), message);
    assertTrue(message.contains(String.join(", ", tools.formats())), message);
    assertFalse(Files.exists(target));
  }

  @Test
  void aMergedCheckpointGivesWhatTheModelGivesWithTheAdapter() throws IOException {
    checkMerge("fp32", FP32_ROUNDING);
    checkMerge("bf16", BF16_ROUNDING);
  }

  private void checkMerge(String precision, double tolerance) throws IOException {
    Path base = Files.createDirectory(folder.resolve("base-" + precision));
    try (Backbone backbone = open(checkpoint(), "fp32")) {
      backbone.save(base, WeightFormat.valueOf(precision.toUpperCase(Locale.ROOT)));
    }
    Path file = folder.resolve(precision + ".safetensors");
    save(base, file, List.of());
    Path merged = Files.createDirectory(folder.resolve("merged-" + precision));
    List<Integer> seen = new ArrayList<>();
    tools(base).merge(file, SILENT, merged, (done, of) -> seen.add(of - done));
    assertEquals(0, seen.get(seen.size() - 1));
    float[] running = predict(base, precision, Optional.of(file));
    assertClose(running, predict(merged, precision, Optional.empty()), tolerance, precision);
    float[] bare = predict(base, precision, Optional.empty());
    assertTrue(
        TensorAssertions.error(running, bare) > 2 * tolerance, "the adapter does next to nothing");
  }

  @Test
  void anAdapterOfOtherBaseWeightsIsNotMerged() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (Backbone backbone = open(checkpoint(), "fp32")) {
      backbone.parameters().select(new Selection.Base(List.of(".*")), 0);
      backbone.parameters().trainable().get(0).value().addi(0.25f);
      backbone.save(other, WeightFormat.FP32);
    }
    Path merged = folder.resolve("merged");
    InputException error =
        assertThrows(
            InputException.class,
            () -> tools(other).merge(adapter, SILENT, merged, (done, of) -> {}));
    assertTrue(
        String.valueOf(error.getMessage()).contains("was trained on the base weights"),
        error.getMessage());
  }

  private float[] predict(Path checkpoint, String precision, Optional<Path> file) {
    try (Backbone backbone = open(checkpoint, precision);
        NDManager scope = backbone.newScope()) {
      file.ifPresent(found -> backbone.parameters().loadAdapter(found, SILENT));
      return backbone.denoiser().predict(TinyBatch.of(scope, backbone, 4, 2)).toFloatArray();
    }
  }

  private static void assertClose(float[] expected, float[] found, double tolerance, String what) {
    double error = TensorAssertions.error(expected, found);
    assertTrue(error <= tolerance, () -> what + ": differs by " + error);
  }
}
