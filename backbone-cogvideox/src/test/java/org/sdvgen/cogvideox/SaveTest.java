package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.runtime.weights.StoredType;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/** A trained model is saved as a checkpoint that is loaded like any other. */
class SaveTest {
  private static final Path MODEL = TinyModel.folder();
  private static final Selection ALL = new Selection.Base(List.of(".*"));

  @TempDir private Path folder;

  private static Backbone load(Path checkpoint, String dtype) {
    return TinyModel.open(TinyModel.config(checkpoint, dtype, true, NormLora.REFERENCE));
  }

  private static Map<String, float[]> weights(Backbone backbone) {
    backbone.parameters().select(ALL, 0);
    Map<String, float[]> values = new TreeMap<>();
    for (Parameter parameter : backbone.parameters().trainable()) {
      values.put(parameter.name(), parameter.value().toFloatArray());
    }
    return values;
  }

  private static void change(Backbone backbone) {
    backbone.parameters().select(ALL, 0);
    backbone.parameters().trainable().forEach(parameter -> parameter.value().addi(0.25f));
  }

  @Test
  void trainedWeightsComeBackBitByBit() throws IOException {
    try (Backbone trained = load(MODEL, "fp32")) {
      change(trained);
      trained.save(folder, WeightFormat.FP32);
      try (Backbone loaded = load(folder, "fp32")) {
        Map<String, float[]> expected = weights(trained);
        Map<String, float[]> found = weights(loaded);
        assertEquals(expected.keySet(), found.keySet());
        found.forEach((name, values) -> assertArrayEquals(expected.get(name), values, name));
      }
    }
    for (String untouched : List.of("tokenizer/spiece.model", "model_index.json")) {
      assertEquals(-1, Files.mismatch(MODEL.resolve(untouched), folder.resolve(untouched)));
    }
  }

  /** Masters are fp32 beside a network in bf16; the file has what was asked for. */
  @Test
  void formatIsTheOneAskedFor() {
    try (Backbone trained = load(MODEL, "bf16")) {
      trained.parameters().select(new Selection.Base(List.of(".*attn1.*")), 0);
      trained.save(folder, WeightFormat.BF16);
    }
    try (WeightSource source = WeightFiles.open(folder.resolve("transformer"))) {
      source.entries().values().forEach(entry -> assertEquals(StoredType.BF16, entry.type()));
    }
    load(folder, "bf16").close();
  }

  @Test
  void folderThatIsNotEmptyIsLeftAlone() {
    try (Backbone trained = load(MODEL, "fp32")) {
      trained.save(folder, WeightFormat.FP32);
      assertThrows(InputException.class, () -> trained.save(folder, WeightFormat.FP32));
    }
  }
}
