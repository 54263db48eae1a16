package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.runtime.checkpoint.ConfigFile;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/** A trained model is saved as a checkpoint that is loaded like any other. */
class SaveTest {
  private static final Path MODEL = TinyModel.folder();
  private static final List<String> ALL = List.of(".*");

  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  @TempDir private Path folder;

  private static Backbone load(Path checkpoint, String dtype) {
    return TinyModel.open(TinyModel.config(checkpoint, dtype, true, NormLora.REFERENCE));
  }

  private static Map<String, float[]> weights(Backbone backbone) {
    return values(backbone.parameters().masters(ALL));
  }

  private static Map<String, float[]> values(MasterWeights weights) {
    Map<String, float[]> values = new TreeMap<>();
    for (Parameter parameter : weights.parameters()) {
      values.put(parameter.name(), parameter.value().toFloatArray());
    }
    return values;
  }

  @Test
  void trainedWeightsComeBackBitByBit() throws IOException {
    try (Backbone trained = load(MODEL, "fp32")) {
      MasterWeights changed = trained.parameters().masters(ALL);
      changed.parameters().forEach(parameter -> parameter.value().addi(0.25f));
      trained.save(folder, WeightFormat.FP32, Optional.of(changed));
      try (Backbone loaded = load(folder, "fp32")) {
        Map<String, float[]> expected = values(changed);
        Map<String, float[]> found = weights(loaded);
        assertEquals(expected.keySet(), found.keySet());
        found.forEach((name, values) -> assertArrayEquals(expected.get(name), values, name));
      }
    }
    for (String untouched : List.of("tokenizer/spiece.model", "model_index.json")) {
      assertEquals(-1, Files.mismatch(MODEL.resolve(untouched), folder.resolve(untouched)));
    }
  }

  /** Another autoencoder is used, and saved with the model. */
  @Test
  void anotherAutoencoderTakesThePlaceOfTheOwn() throws IOException {
    Path other = folder.resolve("other");
    Path saved = Files.createDirectories(folder.resolve("saved"));
    Path own = MODEL.resolve("vae");
    ConfigFile.read(own.resolve("config.json"))
        .writeWith(other.resolve("config.json"), Map.of("scaling_factor", 1.4));
    Files.copy(own.resolve(WEIGHTS), other.resolve(WEIGHTS));
    CogVideoXSettings plain = TinyModel.config(MODEL, "fp32", true, NormLora.REFERENCE);
    CogVideoXSettings changed = TinyModel.withVae(plain, other);
    try (Backbone with = TinyModel.open(changed);
        Backbone without = TinyModel.open(plain);
        NDManager scope = with.newScope()) {
      NDArray pixels = scope.ones(new Shape(1, 3, 1, 8, 8)).mul(0.5f);
      float[] doubled = without.latentCodec().encode(pixels).mean().mul(2).toFloatArray();
      assertArrayEquals(doubled, with.latentCodec().encode(pixels).mean().toFloatArray(), 1e-4f);
      with.save(saved, WeightFormat.FP32, Optional.empty());
    }
    for (String file : List.of("config.json", WEIGHTS)) {
      assertEquals(-1, Files.mismatch(other.resolve(file), saved.resolve("vae").resolve(file)));
    }
  }

  /** Masters are fp32 beside a network in bf16; the file has what was asked for. */
  @Test
  void formatIsTheOneAskedFor() {
    try (Backbone trained = load(MODEL, "bf16")) {
      MasterWeights masters = trained.parameters().masters(List.of(".*attn1.*"));
      trained.save(folder, WeightFormat.BF16, Optional.of(masters));
    }
    try (WeightSource source = WeightFiles.open(folder.resolve("transformer"))) {
      source.entries().values().forEach(entry -> assertEquals(StoredType.BF16, entry.type()));
    }
    load(folder, "bf16").close();
  }

  @Test
  void folderThatIsNotEmptyIsLeftAlone() {
    try (Backbone trained = load(MODEL, "fp32")) {
      trained.save(folder, WeightFormat.FP32, Optional.empty());
      assertThrows(
          InputException.class, () -> trained.save(folder, WeightFormat.FP32, Optional.empty()));
    }
  }
}
