package org.sdvgen.runtime.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** Adapter files as other programs write them: keys, ranks, alphas, and what is not plain LoRA. */
final class AdapterImportTest {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);
  private static final Map<String, Shape> BASE = new LinkedHashMap<>();

  static {
    BASE.put("blocks.0.attn1.to_q.weight", new Shape(3, 4));
    BASE.put("blocks.1.attn1.to_q.weight", new Shape(3, 4));
  }

  private static final List<String> PATHS = List.of("blocks.0.attn1.to_q", "blocks.1.attn1.to_q");
  private static final List<UnaryOperator<String>> NAMES =
      List.of(
          UnaryOperator.identity(),
          path -> path.replace("attn1", "self_attn").replace("to_q", "q"));

  @TempDir private Path folder = Path.of("");
  private NDManager manager = NDManager.newBaseManager();
  private final Map<String, NDArray> tensors = new LinkedHashMap<>();

  @BeforeEach
  void open() {
    manager.close();
    manager = Devices.newManager(Devices.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void add(String key, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensors.size() + 0.25f * i;
    }
    tensors.put(key, manager.create(values, shape));
  }

  private void addAlpha(String key, double alpha) {
    tensors.put(key, manager.create(new float[] {(float) alpha}, new Shape()));
  }

  /** Adds both matrices of a module in diffusers' spelling. */
  private void addModule(String path, int rank) {
    add("transformer." + path + ".lora_A.weight", new Shape(rank, 4));
    add("transformer." + path + ".lora_B.weight", new Shape(3, rank));
  }

  private LoadedAdapter read(Map<String, String> header) {
    return read("adapter.safetensors", header);
  }

  private LoadedAdapter read(String name, Map<String, String> header) {
    Path file = folder.resolve(name);
    SafetensorsWriter.write(file, tensors, header);
    return AdapterFile.read(manager, file, BASE, NAMES, SILENT);
  }

  private String refusal() {
    return String.valueOf(assertThrows(InputException.class, () -> read(Map.of())).getMessage());
  }

  /** The factor before B A of each module, with what was multiplied into B. */
  private double[] scales(LoadedAdapter adapter) {
    return PATHS.stream()
        .filter(path -> adapter.tensors().containsKey(path + ".lora_B.weight"))
        .mapToDouble(
            path -> {
              float[] read = values(adapter.tensors(), path + ".lora_B.weight");
              float[] stored = values(tensors, "transformer." + path + ".lora_B.weight");
              return adapter.config().scale() * read[1] / stored[1];
            })
        .toArray();
  }

  private static float[] values(Map<String, NDArray> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name).toFloatArray();
  }

  /** Formats by what keys start with. */
  private static final Map<String, String> STARTS =
      Map.ofEntries(
          Map.entry("transformer.blocks.#.attn1.to_q", "diffusers"),
          Map.entry("diffusion_model.blocks.#.self_attn.q", "comfyui"),
          Map.entry("diffusion_model.blocks.#.attn1.to_q", "comfyui"),
          Map.entry("model.diffusion_model.blocks.#.self_attn.q", "comfyui"),
          Map.entry("base_model.model.blocks.#.attn1.to_q", "peft"),
          Map.entry("base_model.model.transformer.blocks.#.attn1.to_q", "peft"),
          Map.entry("pipe.dit.blocks.#.self_attn.q", "diffsynth"),
          Map.entry("blocks.#.self_attn.q", "diffsynth"),
          Map.entry("blocks.#.attn1.to_q", "diffsynth"),
          Map.entry("lora_unet_blocks_#_self_attn_q", "kohya"),
          Map.entry("lora_unet_blocks_#_attn1_to_q", "kohya"),
          Map.entry("lora_unet__blocks_#_self_attn_q", "videox-fun"),
          Map.entry("lora_transformer_blocks_#_attn1_to_q", "onetrainer"),
          Map.entry("lycoris_blocks_#_attn1_to_q", "lycoris"));

  /** The words for B by those for A. */
  private static final Map<String, String> MATRICES =
      Map.of(
          "lora_A", "lora_B",
          "lora_down", "lora_up",
          "lora.down", "lora.up",
          "lora_A.default", "lora_B.default");

  static Stream<Arguments> spellings() {
    return STARTS.entrySet().stream()
        .flatMap(
            start ->
                MATRICES.entrySet().stream()
                    .map(
                        matrices ->
                            Arguments.of(
                                start.getValue(),
                                start.getKey(),
                                matrices.getKey(),
                                matrices.getValue())));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void everySpellingIsTheSameAdapter(String format, String start, String a, String b) {
    for (int block = 1; block >= 0; block--) {
      add(start.replace("#", "" + block) + "." + a + ".weight", new Shape(2, 4));
      add(start.replace("#", "" + block) + "." + b + ".weight", new Shape(3, 2));
      addAlpha(start.replace("#", "" + block) + ".alpha", 1);
    }
    LoadedAdapter adapter = read(Map.of());
    assertEquals(format, adapter.format());
    assertEquals(List.of(), adapter.notices());
    assertEquals(0.5, adapter.config().scale());
    assertEquals(PATHS, adapter.modules().stream().map(LoraModule::path).toList());
    for (int block = 0; block < 2; block++) {
      String path = PATHS.get(block);
      assertArrayEquals(
          values(tensors, start.replace("#", "" + block) + "." + a + ".weight"),
          values(adapter.tensors(), path + ".lora_A.weight"));
      assertArrayEquals(
          values(tensors, start.replace("#", "" + block) + "." + b + ".weight"),
          values(adapter.tensors(), path + ".lora_B.weight"));
    }
  }

  @Test
  void withoutAlphaTheScaleIsOneAtEveryRank() {
    addModule(PATHS.get(0), 1);
    addModule(PATHS.get(1), 3);
    LoadedAdapter adapter = read(Map.of());
    assertArrayEquals(new double[] {1, 1}, scales(adapter));
    assertEquals(3, adapter.config().rank());
    assertTrue(adapter.notices().get(0).contains("has no alpha: taken as its rank"));
    assertTrue(adapter.notices().get(1).contains("the rank varies by module, from 1 to 3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ss_network_alpha | 1 | 0.5",
        "ss_network_alpha | 8.0 | 4",
        "ss_network_alpha | Dynamic | 1",
        "lora_alpha | 3 | 1.5",
        "lora_config | {\"r\": 2, \"lora_alpha\": 6} | 3",
        "lora_adapter_metadata | {\"transformer.r\": 2, \"transformer.lora_alpha\": 5} | 2.5",
      })
  void theHeaderMaySayTheAlpha(String entry, String text, double scale) {
    addModule(PATHS.get(0), 2);
    LoadedAdapter adapter = read(Map.of(entry, text));
    assertArrayEquals(new double[] {scale}, scales(adapter));
    assertEquals(scale == 1, !adapter.notices().isEmpty(), adapter.notices().toString());
    assertFalse(adapter.metadata().containsKey(entry));
  }

  /** The number beside the matrices is nearer than what stands for the whole file. */
  @Test
  void aModulesOwnAlphaComesFirst() {
    addModule(PATHS.get(0), 2);
    addAlpha("transformer.blocks.0.attn1.to_q.alpha", 6);
    addModule(PATHS.get(1), 2);
    LoadedAdapter adapter = read(Map.of("ss_network_alpha", "1"));
    assertArrayEquals(new double[] {3, 0.5}, scales(adapter), 1e-6);
    assertEquals(List.of(), adapter.notices());
  }

  @Test
  void patternsAndRootScalesOfPeftAreHeeded() throws IOException {
    addModule(PATHS.get(0), 2);
    addModule(PATHS.get(1), 4);
    String config =
        "{\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":6,\"use_rslora\":%s,"
            + "\"rank_pattern\":{\"blocks.1.attn1.to_q\":4},\"alpha_pattern\":{\"1\\\\..*to_q\":2}}";
    Path beside = folder.resolve("adapter_config.json");
    Files.writeString(beside, config.replace("%s", "false"));
    assertArrayEquals(
        new double[] {3, 0.5}, scales(read("adapter_model.safetensors", Map.of())), 1e-6);
    Files.writeString(beside, config.replace("%s", "true"));
    assertArrayEquals(
        new double[] {6 / Math.sqrt(2), 1},
        scales(read("adapter_model.safetensors", Map.of())),
        1e-6);
    // The configuration belongs to the file that PEFT writes beside it, and to no other.
    assertArrayEquals(new double[] {1, 1}, scales(read(Map.of())));
  }

  @Test
  void aRankThatPeftSaysOtherwiseIsRefused() throws IOException {
    addModule(PATHS.get(0), 2);
    Files.writeString(folder.resolve("adapter_config.json"), "{\"r\":4}");
    InputException error =
        assertThrows(InputException.class, () -> read("adapter_model.safetensors", Map.of()));
    assertTrue(String.valueOf(error.getMessage()).contains("says rank 4"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"peft_type\":\"LOHA\" | peft_type LOHA",
        "\"use_dora\":true | use_dora",
        "\"init_lora_weights\":\"pissa_niter_4\" | changes the base weights",
        "\"modules_to_save\":[\"proj_out\"] | modules_to_save",
        "\"lora_alpha\":0 | lora_alpha must be a number above 0",
        "\"alpha_pattern\":{\"(\":1} | not a regular expression",
      })
  void whatPeftCannotMeanByPlainLoraIsRefused(String entry, String named) throws IOException {
    addModule(PATHS.get(0), 2);
    Files.writeString(folder.resolve("adapter_config.json"), "{" + entry + "}");
    InputException error =
        assertThrows(InputException.class, () -> read("adapter_model.safetensors", Map.of()));
    assertTrue(String.valueOf(error.getMessage()).contains(named), error.getMessage());
    assertTrue(String.valueOf(error.getMessage()).contains("adapter_config.json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transformer.blocks.0.attn1.to_q.lora_magnitude_vector | DoRA",
        "lora_unet_blocks_0_attn1_to_q.dora_scale | DoRA",
        "lora_unet_blocks_0_attn1_to_q.lokr_w1 | LoKr",
        "lycoris_blocks_0_attn1_to_q.hada_w1_a | LoHa",
        "lora_unet_blocks_0_attn1_to_q.lora_mid.weight | LoCon",
        "diffusion_model.blocks.0.self_attn.q.diff_b | differences of whole weights",
        "diffusion_model.blocks.0.self_attn.q.diff | differences of whole weights",
        "transformer.blocks.0.attn1.to_q.lora_B.bias | LoRA with biases",
        "text_encoder.encoder.block.0.layer.0.SelfAttention.q.lora_A.weight | text encoder",
        "lora_te_encoder_block_0_layer_0_SelfAttention_q.lora_down.weight | text encoder",
        "lora_te1_text_model_encoder_layers_0_mlp_fc1.alpha | text encoder",
        "transformer_2.blocks.0.attn1.to_q.lora_A.weight | second transformer",
        "base_model.model.proj_out.modules_to_save.weight | whole modules",
        "scaled_fp8 | scaled fp8",
        "transformer.blocks.0.attn1.to_q.oft_R.weight | OFT",
      })
  void otherKindsAreRefusedByNameWithTheFormatsThatAreRead(String key, String kind) {
    addModule(PATHS.get(0), 2);
    add(key, new Shape(2, 2));
    String message = refusal();
    assertTrue(message.contains(kind), message);
    assertTrue(message.contains(key), message);
    assertTrue(message.contains("is not supported"), message);
    for (AdapterSpelling spelling : AdapterSpelling.values()) {
      assertTrue(message.contains(spelling.format()), message);
    }
  }

  @Test
  void twoAdaptersInOneFileAreRefused() {
    for (String name : List.of("first", "second")) {
      add("transformer.blocks.0.attn1.to_q.lora_A." + name + ".weight", new Shape(2, 4));
      add("transformer.blocks.0.attn1.to_q.lora_B." + name + ".weight", new Shape(3, 2));
    }
    assertTrue(refusal().contains("two adapters of one module"), refusal());
  }

  @Test
  void anUnknownModuleIsNamedWithTheNearestInItsOwnSpelling() {
    add("lora_unet__blocks_2_self_attn_q.lora_down.weight", new Shape(2, 4));
    assertTrue(
        refusal().contains("(nearest: lora_unet__blocks_0_self_attn_q.lora_down.weight)"),
        refusal());
  }

  /** Ranks 2 and 4, both with the scale 0.5. */
  private LoadedAdapter ofTwoRanks() {
    addModule(PATHS.get(0), 2);
    addModule(PATHS.get(1), 4);
    return read(
        Map.of(
            "lora_config",
            "{\"r\":4,\"lora_alpha\":2,\"rank_pattern\":{\"blocks.0.attn1.to_q\":2},"
                + "\"alpha_pattern\":{\"blocks.0.attn1.to_q\":1}}"));
  }

  @Test
  void ranksThatVarySurviveEveryFormat() {
    LoadedAdapter adapter = ofTwoRanks();
    assertArrayEquals(new double[] {0.5, 0.5}, scales(adapter));
    AdapterKeys kohya = AdapterKeys.withDownAndUp(AdapterSpelling.KOHYA, NAMES.get(1));
    AdapterKeys comfyui = AdapterKeys.withAAndB(AdapterSpelling.COMFYUI, NAMES.get(1));
    for (AdapterFormat format :
        Arrays.asList(
            AdapterFormat.DIFFUSERS,
            AdapterFormat.of(kohya, AdapterFormat.Alpha.TENSORS, AdapterFormat.ALL),
            AdapterFormat.of(comfyui, AdapterFormat.Alpha.FOLDED, AdapterFormat.ALL))) {
      Path file = folder.resolve(format.name() + ".safetensors");
      new AdapterWriter(format, adapter.exact())
          .write(file, adapter.config(), adapter.tensors(), Map.of(), Map.of());
      LoadedAdapter again = AdapterFile.read(manager, file, BASE, NAMES, SILENT);
      assertEquals(format.name(), again.format());
      assertArrayEquals(new double[] {0.5, 0.5}, scales(again), format.name());
      assertEquals(8, values(again.tensors(), "blocks.0.attn1.to_q.lora_A.weight").length);
    }
  }

  /** A reader that knows no alpha takes the rank that it finds first for every module's. */
  @Test
  void oldDiffusersGetsOneRankAndTheScaleInB() {
    LoadedAdapter adapter = ofTwoRanks();
    assertEquals(0.5, adapter.config().scale());
    Path file = folder.resolve("old.safetensors");
    new AdapterWriter(AdapterFormat.DIFFUSERS_OLD, adapter.exact())
        .write(file, adapter.config(), adapter.tensors(), Map.of(), Map.of());
    LoadedAdapter old = AdapterFile.read(manager, file, BASE, NAMES, SILENT);
    assertEquals(1, old.config().scale());
    assertArrayEquals(new double[] {0.5, 0.5}, scales(old));
    for (String path : PATHS) {
      assertEquals(4 * 4, values(old.tensors(), path + ".lora_A.weight").length, path);
      NDArray expected = delta(adapter.tensors(), path).mul(adapter.config().scale());
      assertArrayEquals(
          expected.toFloatArray(), delta(old.tensors(), path).toFloatArray(), 1e-6f, path);
    }
  }

  private static NDArray delta(Map<String, NDArray> tensors, String path) {
    return Objects.requireNonNull(tensors.get(path + ".lora_B.weight"))
        .matMul(Objects.requireNonNull(tensors.get(path + ".lora_A.weight")));
  }
}
