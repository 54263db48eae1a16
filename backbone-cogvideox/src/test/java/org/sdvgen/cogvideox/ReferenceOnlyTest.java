package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.testkit.TensorAssertions;
import org.sdvgen.testkit.TinyBatch;

/** The reading in which the whole adapter acts on the reference's tokens only. */
class ReferenceOnlyTest {
  private static final double ROUNDING = 2e-5;

  /** Well above rounding; the tiny model's attention is weak. */
  private static final double EFFECT = 1e-4;

  @TempDir private Path folder;

  private static Backbone open(NormLora normLora) {
    return TinyModel.open(TinyModel.config(TinyModel.folder(), "fp32", true, normLora));
  }

  /** An adapter of random values: layer norms take equal ones away. */
  private static Adapter adapter(Backbone backbone, String... targets) {
    LoraSettings lora = new LoraSettings(3, 6, 0, List.of(targets));
    Adapter adapter = backbone.parameters().newAdapter(lora, 1);
    for (Parameter parameter : adapter.parameters()) {
      DrawKey key = new DrawKey(1, 0, 0, parameter.name());
      int size = Math.toIntExact(parameter.value().size());
      parameter.value().set(FloatBuffer.wrap(Draws.seeded().normals(key, size)));
      parameter.value().muli(0.3f);
    }
    return adapter;
  }

  /** A prediction for samples with a number of reference tokens each. */
  private static float[] predict(Backbone backbone, Tuning tuning, int... kept) {
    try (NDManager scope = backbone.newScope()) {
      return backbone.denoiser(tuning).predict(TinyBatch.of(scope, backbone, kept)).toFloatArray();
    }
  }

  private static double effect(Backbone backbone, Adapter adapter, int... kept) {
    return TensorAssertions.error(
        predict(backbone, Tuning.NONE, kept), predict(backbone, Tuning.of(adapter), kept));
  }

  @Test
  void withoutAReferenceTheAdapterHasNoEffect() {
    try (Backbone backbone = open(NormLora.REFERENCE_ONLY)) {
      Adapter adapter = adapter(backbone);
      assertTrue(effect(backbone, adapter, 0, 0) < ROUNDING);
      assertTrue(effect(backbone, adapter, 4, 2) > EFFECT);
    }
    try (Backbone all = open(NormLora.ALL)) {
      assertTrue(effect(all, adapter(all), 0, 0) > EFFECT);
    }
  }

  /** After the last attention no token of the video sees the reference any more. */
  @ParameterizedTest
  @ValueSource(strings = {"attn1.to_q", "attn1.to_out.0", "ff.net.0.proj", "ff.net.2"})
  void theVideosOwnLayersStayAsTheyAre(String layer) {
    try (Backbone backbone = open(NormLora.REFERENCE_ONLY);
        Backbone all = open(NormLora.ALL)) {
      String last = lastBlock(backbone) + layer;
      assertTrue(effect(backbone, adapter(backbone, last), 4, 2) < ROUNDING);
      assertTrue(effect(all, adapter(all, last), 4, 2) > EFFECT);
    }
  }

  /** Keys and values of the reference are what the video attends to. */
  @ParameterizedTest
  @ValueSource(strings = {"attn1.to_k", "attn1.to_v", "norm1.linear"})
  void theVideoSeesTheAdaptedReference(String layer) {
    try (Backbone backbone = open(NormLora.REFERENCE_ONLY)) {
      assertTrue(effect(backbone, adapter(backbone, lastBlock(backbone) + layer), 4, 2) > EFFECT);
    }
  }

  @Test
  void embeddingsAreAdaptedForTheReferenceAlone() {
    try (Backbone backbone = open(NormLora.REFERENCE_ONLY)) {
      assertTrue(effect(backbone, adapter(backbone, "patch_embed.text_proj"), 4, 2) < ROUNDING);
      assertTrue(effect(backbone, adapter(backbone, "patch_embed.proj"), 0, 0) < ROUNDING);
      assertTrue(effect(backbone, adapter(backbone, "patch_embed.proj"), 4, 2) > EFFECT);
    }
  }

  private static String lastBlock(Backbone backbone) {
    long blocks =
        backbone.parameters().base().keySet().stream()
            .filter(name -> name.endsWith(".attn1.to_q.weight"))
            .count();
    return "transformer_blocks." + (blocks - 1) + ".";
  }

  /** For adapters of the norms alone it is the reading norm_lora = reference. */
  @Test
  void normsAreThoseOfTheReadingWithNormsOnly() {
    try (Backbone only = open(NormLora.REFERENCE_ONLY);
        Backbone reference = open(NormLora.REFERENCE)) {
      Tuning norms = Tuning.of(adapter(only, "norm1.linear", "norm2.linear"));
      Tuning same = Tuning.of(adapter(reference, "norm1.linear", "norm2.linear"));
      assertTrue(
          TensorAssertions.error(predict(reference, same, 4, 2), predict(only, norms, 4, 2))
              < ROUNDING);
    }
  }

  /** An adapter without norms, which any reading of the norms suits, does not act beside it. */
  @Test
  void adaptersOfAnotherReachDoNotActTogether() {
    Path file = folder.resolve("all.safetensors");
    try (Backbone all = open(NormLora.ALL)) {
      adapter(all, "to_q").save(file, Map.of());
    }
    try (Backbone only = open(NormLora.REFERENCE_ONLY)) {
      Adapter other = only.parameters().loadAdapter(file, new AdapterFallback(Optional.empty(), 0));
      Tuning both = Tuning.of(adapter(only, "to_k")).with(other, 1);
      String message =
          String.valueOf(
              assertThrows(InputException.class, () -> only.denoiser(both)).getMessage());
      assertTrue(message.contains("norm_lora = reference_only"), message);
      assertTrue(message.contains("norm_lora = all"), message);
    }
  }

  @Test
  void theFileRecordsTheReading() {
    Path file = folder.resolve("only.safetensors");
    float[] expected;
    try (Backbone only = open(NormLora.REFERENCE_ONLY)) {
      Adapter adapter = adapter(only, "to_q", "to_v");
      adapter.save(file, Map.of());
      expected = predict(only, Tuning.of(adapter), 4, 2);
    }
    try (Backbone all = open(NormLora.ALL)) {
      Adapter loaded = all.parameters().loadAdapter(file, new AdapterFallback(Optional.empty(), 0));
      assertEquals("reference_only", loaded.settings().get("norm_lora"));
      assertEquals(
          0, TensorAssertions.error(expected, predict(all, Tuning.of(loaded), 4, 2)), ROUNDING);
    }
  }
}
