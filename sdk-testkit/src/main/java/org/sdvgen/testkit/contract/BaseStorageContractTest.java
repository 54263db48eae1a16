package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.CheckpointTools;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.ModelPart;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.backbone.BaseFormat;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.quantization.QuantizedFormat;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsWriter;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TinyBatch;

/**
 * Pretrained weights that are quantised, or read from the checkpoint block by block, give what the
 * same weights give in memory: predictions and gradients, bit for bit.
 */
public abstract class BaseStorageContractTest {
  private static final Set<ParameterGroup> QUANTIZED =
      Set.of(ParameterGroup.ATTENTION, ParameterGroup.MLP, ParameterGroup.NORM);

  @TempDir private Path folder;

  /** For subclasses. */
  protected BaseStorageContractTest() {}

  /**
   * Gives a tiny model.
   *
   * @return its checkpoint folder, which stays as it is
   */
  protected abstract Path checkpoint();

  /**
   * Opens a backbone.
   *
   * @param checkpoint a model's folder
   * @param dtype {@code fp32} or {@code bf16}
   * @param weights {@code backbone.weights}
   * @param residentBlocks {@code backbone.resident_blocks}
   * @return the backbone, which the test closes
   */
  protected abstract Backbone open(
      Path checkpoint,
      String dtype,
      Optional<BaseFormat> weights,
      Optional<Integer> residentBlocks);

  /**
   * Opens the tools for a checkpoint's files.
   *
   * @param checkpoint a model's folder
   * @param dtype {@code fp32} or {@code bf16}
   * @return the tools
   */
  protected abstract CheckpointTools tools(Path checkpoint, String dtype);

  /**
   * Opens the same model without its weights.
   *
   * @param checkpoint a model's folder
   * @param dtype {@code fp32} or {@code bf16}
   * @param weights {@code backbone.weights}
   * @param residentBlocks {@code backbone.resident_blocks}
   * @return the outline, which the test closes
   */
  protected abstract BackboneOutline outline(
      Path checkpoint,
      String dtype,
      Optional<BaseFormat> weights,
      Optional<Integer> residentBlocks);

  private Backbone whole(String dtype) {
    return open(checkpoint(), dtype, Optional.empty(), Optional.empty());
  }

  /** The gradients of an adapter, and as {@code prediction} that without it. */
  private static Map<String, float[]> results(Backbone backbone) {
    try (NDManager scope = backbone.newScope()) {
      Adapter adapter = backbone.parameters().newAdapter(new LoraSettings(4, 8, 0.2, List.of()), 3);
      adapter.parameters().forEach(parameter -> parameter.value().addi(0.02f));
      var input = TinyBatch.of(scope, backbone, 3, 5, 3);
      Map<String, float[]> found =
          new LinkedHashMap<>(TinyBatch.gradients(scope, backbone, adapter, input));
      found.put("prediction", backbone.denoiser().predict(input).toFloatArray());
      return found;
    }
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 0f, name));
  }

  /** Streamed blocks, with none, one or all of them resident. */
  @ParameterizedTest
  @CsvSource({"fp32, 0", "bf16, 0", "fp32, 1", "bf16, 100"})
  public void streamedBlocksChangeNoBit(String dtype, int residentBlocks) {
    try (Backbone whole = whole(dtype);
        Backbone streamed =
            open(checkpoint(), dtype, Optional.empty(), Optional.of(residentBlocks))) {
      assertSame(results(whole), results(streamed));
      assertEquals(whole.parameters().base(), streamed.parameters().base());
    }
  }

  /** A quantised model is that whose linear layers have the dequantised weights. */
  @ParameterizedTest
  @CsvSource({"fp32, fp8", "fp32, int8", "fp32, nf4", "bf16, fp8", "bf16, int8", "bf16, nf4"})
  public void quantizedWeightsActAsTheDequantizedOnes(String dtype, String format) {
    Optional<BaseFormat> weights = EnumWord.find(BaseFormat.class, format);
    Path target = folder.resolve("dequantized");
    dequantize(dtype, QuantizedFormat.valueOf(weights.orElseThrow().name()), target);
    try (Backbone expected = open(target, dtype, Optional.empty(), Optional.empty());
        Backbone quantized = open(checkpoint(), dtype, weights, Optional.empty());
        Backbone streamed = open(checkpoint(), dtype, weights, Optional.of(1))) {
      Map<String, float[]> results = results(expected);
      assertSame(results, results(quantized));
      assertSame(results, results(streamed));
      assertEquals(expected.parameters().base(), quantized.parameters().base());
    }
  }

  /** Writes the model with the weights of its linear layers quantised and dequantised. */
  private void dequantize(String dtype, QuantizedFormat format, Path target) {
    Precision precision = EnumWord.find(Precision.class, dtype).orElseThrow();
    CheckpointFolder from = new CheckpointFolder(checkpoint());
    CheckpointFolder to = from.copyAllButTransformerWeights(target);
    try (Backbone backbone = whole(dtype);
        MasterWeights masters = backbone.parameters().masters(List.of(".*"));
        NDManager scope = backbone.newScope();
        WeightSource source = WeightFiles.open(from.transformer())) {
      Set<String> linear =
          masters.parameters().stream()
              .filter(one -> QUANTIZED.contains(one.group()))
              .filter(one -> one.value().getShape().dimension() == 2)
              .map(one -> one.name())
              .filter(name -> name.endsWith(".weight"))
              .collect(Collectors.toSet());
      assertTrue(linear.size() > 10, "linear layers: " + linear);
      Map<String, NDArray> stored = new LinkedHashMap<>();
      for (String name : source.entries().keySet()) {
        NDArray tensor = source.read(scope, name, precision);
        if (linear.contains(name)) {
          Map<String, NDArray> parts = format.quantize(scope, name, tensor);
          NDArray back = QuantizedFormat.dequantize(scope, name, parts, tensor);
          assertTrue(differs(scope, tensor, back), name + " loses something");
          stored.put(name, back);
        } else {
          stored.put(name, source.readAsStored(scope, name));
        }
      }
      SafetensorsWriter.write(to.transformerWeights(), stored, Map.of("format", "pt"));
    }
  }

  private static boolean differs(NDManager scope, NDArray one, NDArray other) {
    return !Tensors.cast(scope, one, Precision.FP32)
        .contentEquals(Tensors.cast(scope, other, Precision.FP32));
  }

  private Path quantized(String dtype, String format) {
    Path target = folder.resolve(format);
    assertTrue(target.toFile().mkdir());
    tools(checkpoint(), dtype).quantize(format, target, (done, of) -> {});
    return target;
  }

  /** A folder that was quantised once is what a run makes of the whole one. */
  @ParameterizedTest
  @CsvSource({"fp32, fp8", "fp32, int8", "fp32, nf4", "bf16, fp8", "bf16, int8", "bf16, nf4"})
  public void quantizedFoldersActAsTheModelQuantizedWhileLoading(String dtype, String format) {
    Path target = quantized(dtype, format);
    Optional<BaseFormat> weights = EnumWord.find(BaseFormat.class, format);
    try (Backbone expected = open(checkpoint(), dtype, weights, Optional.empty());
        Backbone stored = open(target, dtype, Optional.empty(), Optional.empty());
        Backbone named = open(target, dtype, weights, Optional.of(0))) {
      Map<String, float[]> results = results(expected);
      assertSame(results, results(stored));
      assertSame(results, results(named));
      assertEquals(expected.parameters().base(), stored.parameters().base());
      assertEquals(Optional.of(format), stored.parameters().quantization());
      // Adapters are for the weights that both were made of.
      assertEquals(expected.parameters().fingerprint(), stored.parameters().fingerprint());
    }
  }

  private static void assertRefused(Executable part, String... words) {
    String message = String.valueOf(assertThrows(InputException.class, part).getMessage());
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  /** What a quantised folder cannot be used for is refused in one sentence. */
  @Test
  public void quantizedFoldersAreNotWhatElseIsAskedFor() {
    Path target = quantized("bf16", "int8");
    for (BaseFormat other : List.of(BaseFormat.NF4, BaseFormat.BF16)) {
      assertRefused(
          () -> open(target, "bf16", Optional.of(other), Optional.empty()).close(),
          "backbone.weights = " + EnumWord.of(other),
          "quantised to int8: leave the setting out");
    }
    try (Backbone stored = open(target, "bf16", Optional.empty(), Optional.empty())) {
      assertRefused(
          () -> stored.parameters().masters(List.of(".*")).close(),
          "quantised to int8, which stay as they are: set backbone.checkpoint");
      assertRefused(
          () ->
              stored.save(
                  Files.createDirectories(folder.resolve("saved")),
                  WeightFormat.BF16,
                  Optional.empty()),
          "quantised to int8, which stay as they are");
    }
    assertRefused(
        () -> tools(target, "bf16").quantize("nf4", folder.resolve("twice"), (done, of) -> {}),
        "quantised to int8 already");
  }

  /**
   * Files that this program would read wrongly are refused.
   *
   * @throws IOException if a file cannot be damaged
   */
  @Test
  public void otherVersionsAndTypesAreRefused() throws IOException {
    Path file = new CheckpointFolder(quantized("bf16", "int8")).transformerWeights();
    assertRefusedWith(
        file,
        "quantization_version\":\"1\"",
        "quantization_version\":\"2\"",
        "in version 2 of the format",
        "sdvgen quantize");
    assertRefusedWith(
        file, "quantization\":\"int8\"", "quantization\":\"int4\"", "quantised to int4");
    assertRefusedWith(file, "\"dtype\":\"I8\"", "\"dtype\":\"U8\"", "is of type U8");
    assertRefusedWith(file, ".weight.scale\"", ".weight.scalf\"", "not expected", ".weight.scalf");
  }

  private void assertRefusedWith(Path file, String text, String other, String... words)
      throws IOException {
    byte[] whole = Files.readAllBytes(file);
    String header = new String(whole, StandardCharsets.ISO_8859_1);
    int at = header.indexOf(text);
    assertTrue(at > 0, text);
    byte[] changed = whole.clone();
    byte[] replacement = other.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(replacement, 0, changed, at, replacement.length);
    Files.write(file, changed);
    Path model = folder.resolve("int8");
    assertRefused(() -> open(model, "bf16", Optional.empty(), Optional.empty()).close(), words);
    Files.write(file, whole);
  }

  /** The outline counts every byte of the weights that a model's parts hold. */
  @ParameterizedTest
  @CsvSource({
    "fp32, , ",
    "bf16, , ",
    "bf16, fp8, ",
    "fp32, int8, ",
    "bf16, int8, ",
    "bf16, nf4, ",
    "bf16, , 0",
    "fp32, nf4, 1",
    "bf16, int8, 3"
  })
  public void outlineCountsWeights(
      String dtype, @Nullable String format, @Nullable Integer blocks) {
    Optional<BaseFormat> weights =
        Optional.ofNullable(format).flatMap(word -> EnumWord.find(BaseFormat.class, word));
    Optional<Integer> resident = Optional.ofNullable(blocks);
    try (BackboneOutline outline = outline(checkpoint(), dtype, weights, resident);
        Backbone backbone = open(checkpoint(), dtype, weights, resident)) {
      MemoryOutline memory = outline.memory().orElseThrow();
      results(backbone);
      use(backbone);
      assertEquals(memory.textEncoder(), released(backbone, ModelPart.TEXT_ENCODER));
      assertEquals(memory.codec(), released(backbone, ModelPart.CODEC));
      MemoryOutline.Held held = memory.denoiser();
      long denoiser = released(backbone, ModelPart.DENOISER);
      if (resident.isEmpty()) {
        assertEquals(held.resident(), denoiser);
      } else {
        assertTrue(held.resident() < denoiser, held + ", held " + denoiser);
        assertTrue(denoiser <= held.resident() + held.passing(), held + ", held " + denoiser);
      }
    }
  }

  /** Makes a model read its text encoder and its codec. */
  private static void use(Backbone backbone) {
    int side = backbone.spec().shapes().sizeMultiple();
    try (NDManager scope = backbone.newScope()) {
      backbone.textEncoder().encode(scope, List.of("a ball"));
      backbone.latentCodec().encode(scope.zeros(new Shape(1, 3, 1, side, side)));
    }
  }

  private static long released(Backbone backbone, ModelPart part) {
    long before = NativeMemory.bytes();
    backbone.release(part);
    return before - NativeMemory.bytes();
  }

  /** The outline with another value of a setting is that of a model with it. */
  @Test
  public void outlineTriesOtherSettings() {
    try (BackboneOutline plain = outline(checkpoint(), "bf16", Optional.empty(), Optional.empty());
        BackboneOutline other =
            outline(checkpoint(), "bf16", Optional.of(BaseFormat.NF4), Optional.of(1))) {
      MemoryOutline tried =
          plain.memory().orElseThrow().with(Map.of("weights", "nf4", "resident_blocks", "1"));
      assertEquals(other.memory().orElseThrow().denoiser(), tried.denoiser());
      assertNotEquals(plain.memory().orElseThrow().denoiser(), tried.denoiser());
    }
  }

  /** Quantised weights are frozen. */
  @ParameterizedTest
  @EnumSource(names = "BF16", mode = EnumSource.Mode.EXCLUDE)
  public void quantizedWeightsAreNotTrained(BaseFormat format) {
    try (Backbone backbone = open(checkpoint(), "bf16", Optional.of(format), Optional.empty())) {
      assertEquals(Optional.of(EnumWord.of(format)), backbone.parameters().quantization());
      InputException e =
          assertThrows(
              InputException.class, () -> backbone.parameters().masters(List.of(".*")).close());
      assertEquals(
          "backbone.weights = %s: quantised weights stay frozen; leave it out to train weights of the base"
              .formatted(EnumWord.of(format)),
          e.getMessage());
    }
  }

  /** Latents, pixels, embeddings, a prediction and the gradients of an adapter. */
  private static Map<String, float[]> everything(Backbone backbone, Adapter adapter) {
    try (NDManager scope = backbone.newScope()) {
      DenoiserInput input = TinyBatch.of(scope, backbone, 3, 5, 3);
      Map<String, float[]> found =
          new LinkedHashMap<>(TinyBatch.gradients(scope, backbone, adapter, input));
      found.put("prediction", backbone.denoiser().predict(input).toFloatArray());
      input.text().arrays().forEach((name, array) -> found.put(name, array.toFloatArray()));
      LatentCodec codec = backbone.latentCodec();
      found.put("pixels", codec.decode(input.latents()).toFloatArray());
      int side = 4 * codec.geometry().spatialFactor();
      NDArray pixels = scope.ones(new Shape(1, 3, 1, side, side)).muli(0.5f);
      found.put("latents", codec.encode(pixels).mean().toFloatArray());
      return found;
    }
  }

  /** Parts that are released are read again with the same bits, while adapters and traces live. */
  @ParameterizedTest
  @CsvSource({"fp32, 100", "bf16, 1"})
  public void releasedPartsComeBackUnchanged(String dtype, int residentBlocks) {
    try (Backbone backbone =
            open(checkpoint(), dtype, Optional.empty(), Optional.of(residentBlocks));
        NDManager scope = backbone.newScope();
        Adapter adapter =
            backbone.parameters().newAdapter(new LoraSettings(4, 8, 0.2, List.of()), 3)) {
      adapter.parameters().forEach(parameter -> parameter.value().addi(0.02f));
      Map<String, float[]> expected = everything(backbone, adapter);
      for (ModelPart part : ModelPart.values()) {
        backbone.release(part);
        assertSame(expected, everything(backbone, adapter));
      }
      Map<String, float[]> after = new LinkedHashMap<>(expected);
      DenoiserInput input = TinyBatch.of(scope, backbone, 3, 5, 3);
      try (GradientBuffer buffer = new GradientBuffer(scope, adapter.parameters());
          Trace trace = backbone.denoiser(Tuning.of(adapter)).trace(input, 5)) {
        backbone.release(ModelPart.DENOISER);
        trace.backward(trace.prediction(), buffer);
        buffer.all().forEach((name, sum) -> after.put(name, sum.toFloatArray()));
      }
      assertSame(expected, after);
    }
  }

  /** Overwrites the values of a part's weights with NaN. */
  private static void spoil(Path part) throws IOException {
    try (Stream<Path> files = Files.list(part)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".safetensors")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Arrays.fill(bytes, Long.BYTES + header, bytes.length, (byte) 0xff);
        Files.write(file, bytes);
      }
    }
  }

  /**
   * A part whose weights cannot be used does no harm until it is used, and is then named.
   *
   * @throws IOException if a file cannot be copied
   */
  @Test
  public void trainingReadsNoWeightOfEncoderAndCodec() throws IOException {
    Path target = folder.resolve("spoiled");
    CheckpointFolder from = new CheckpointFolder(checkpoint());
    CheckpointFolder to = from.copyAllButTransformerWeights(target);
    try (Stream<Path> files = Files.list(from.transformer())) {
      for (Path file : files.filter(one -> one.toString().contains(".safetensors")).toList()) {
        Files.copy(file, to.transformer().resolve(String.valueOf(file.getFileName())));
      }
    }
    spoil(to.textEncoder());
    spoil(to.vae());
    try (Backbone whole = whole("fp32");
        Backbone spoiled = open(target, "fp32", Optional.empty(), Optional.empty());
        NDManager scope = spoiled.newScope();
        Adapter adapter =
            spoiled.parameters().newAdapter(new LoraSettings(4, 8, 0.2, List.of()), 3);
        Adapter expected =
            whole.parameters().newAdapter(new LoraSettings(4, 8, 0.2, List.of()), 3)) {
      DenoiserInput input = TinyBatch.of(scope, whole, 3, 5, 3);
      assertSame(
          TinyBatch.gradients(scope, whole, expected, input),
          TinyBatch.gradients(scope, spoiled, adapter, input));
      InputException text =
          assertThrows(
              InputException.class, () -> spoiled.textEncoder().encode(scope, List.of("a fox")));
      assertTrue(text.toString().contains(to.textEncoder().toString()), text.toString());
      InputException codec =
          assertThrows(InputException.class, () -> spoiled.latentCodec().decode(input.latents()));
      assertTrue(codec.toString().contains(to.vae().toString()), codec.toString());
    }
  }

  /** Weights are in memory from their first use to their release. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  public void partsAreInMemoryOnlyWhileTheyAreUsed(int residentBlocks) {
    try (Backbone backbone =
            open(checkpoint(), "bf16", Optional.empty(), Optional.of(residentBlocks));
        Adapter adapter =
            backbone.parameters().newAdapter(new LoraSettings(4, 8, 0.2, List.of()), 3)) {
      everything(backbone, adapter);
      List.of(ModelPart.values()).forEach(backbone::release);
      NativeMemory released = NativeMemory.now();
      everything(backbone, adapter);
      for (ModelPart part : ModelPart.values()) {
        long used = NativeMemory.now().arrays();
        backbone.release(part);
        long freed = used - NativeMemory.now().arrays();
        assertTrue(freed > 0, part + " frees " + freed);
        if (part == ModelPart.DENOISER && residentBlocks > 0) {
          assertEquals(backbone.parameters().base().size(), freed, "tensors of the denoiser");
        }
      }
      assertEquals(released, NativeMemory.now());
    }
  }

  /**
   * Blocks that are streamed are freed, and their reader ends.
   *
   * @throws InterruptedException if the test is interrupted
   */
  @Test
  public void nothingIsLeft() throws InterruptedException {
    Runnable use =
        () -> {
          try (Backbone streamed = open(checkpoint(), "bf16", Optional.empty(), Optional.of(1))) {
            results(streamed);
          }
        };
    use.run();
    NativeMemory.assertNothingLeft(use);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("sdvgen-weights")) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), "a reader of weights goes on");
      }
    }
  }
}
