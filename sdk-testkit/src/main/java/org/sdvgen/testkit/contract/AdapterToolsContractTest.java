package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.FloatBuffer;
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
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.AdapterSummary;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.testkit.TensorAssertions;
import org.sdvgen.testkit.TinyBatch;
import org.sdvgen.testkit.golden.FusedAdapter;

/**
 * The contract of a backbone's {@link AdapterTools}. A plugin's test extends this for a tiny model,
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

  private static LoraSettings config(List<String> targets) {
    return new LoraSettings(RANK, ALPHA, 0, targets);
  }

  private void save(Path checkpoint, Path file, List<String> targets) {
    try (Backbone backbone = open(checkpoint, "fp32")) {
      Parameters parameters = backbone.parameters();
      Adapter made = parameters.newAdapter(config(targets), 1);
      made.parameters().forEach(parameter -> parameter.value().addi(0.06f));
      Map<String, String> origin =
          Map.of(AdapterTools.BASE_FINGERPRINT, parameters.fingerprint(), "recipe", "seed = 1");
      made.save(file, origin);
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
      var trainable = backbone.parameters().newAdapter(config(List.of()), 1).parameters();
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
      WeightFormat format = WeightFormat.valueOf(precision.toUpperCase(Locale.ROOT));
      backbone.save(base, format, Optional.empty());
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
      MasterWeights masters = backbone.parameters().masters(List.of(".*"));
      masters.parameters().get(0).value().addi(0.25f);
      backbone.save(other, WeightFormat.FP32, Optional.of(masters));
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
      Tuning tuning =
          file.map(found -> Tuning.of(backbone.parameters().loadAdapter(found, SILENT)))
              .orElse(Tuning.NONE);
      return predict(scope, backbone, tuning);
    }
  }

  private static float[] predict(NDManager scope, Backbone backbone, Tuning tuning) {
    return backbone.denoiser(tuning).predict(TinyBatch.of(scope, backbone, 4, 2)).toFloatArray();
  }

  /**
   * The sum, computed independently: all adapters are fused into the weights. They have different
   * ranks, scales and weights, one of them acts on some modules alone, and one on none.
   */
  @Test
  void severalAdaptersAddUp() throws IOException {
    try (Backbone backbone = open(checkpoint(), "fp32");
        NDManager scope = backbone.newScope()) {
      Parameters parameters = backbone.parameters();
      LoraSettings some = new LoraSettings(2, 1, 0.3, List.of("to_q", "to_out.0"));
      List<Tuning.Weighted> adapters = new ArrayList<>();
      adapters.add(new Tuning.Weighted(random(parameters, config(List.of()), 1), 0.7));
      adapters.add(new Tuning.Weighted(random(parameters, some, 2), -1.5));
      adapters.add(new Tuning.Weighted(random(parameters, config(List.of()), 3), 0));
      adapters.add(
          new Tuning.Weighted(random(parameters, new LoraSettings(5, 4, 0, List.of()), 4), 1));
      FusedAdapter fused = FusedAdapter.of(scope, parameters, adapters);
      float[] expected = predict(scope, backbone, Tuning.of(fused.masters()));
      float[] found = predict(scope, backbone, new Tuning(Optional.empty(), adapters));
      assertClose(expected, found, FP32_ROUNDING, "sum");
      float[] first =
          predict(scope, backbone, new Tuning(Optional.empty(), adapters.subList(0, 1)));
      assertTrue(TensorAssertions.error(first, found) > 1e-3, "the others do next to nothing");
    }
  }

  private static Adapter random(Parameters parameters, LoraSettings config, int seed) {
    Adapter adapter = parameters.newAdapter(config, seed);
    for (Parameter parameter : adapter.parameters()) {
      float[] values = Contracts.values(seed + parameter.name(), parameter.value().size());
      for (int i = 0; i < values.length; i++) {
        values[i] *= 0.1f;
      }
      parameter.value().set(FloatBuffer.wrap(values));
    }
    return adapter;
  }

  private static void assertClose(float[] expected, float[] found, double tolerance, String what) {
    double error = TensorAssertions.error(expected, found);
    assertTrue(error <= tolerance, () -> what + ": differs by " + error);
  }
}
