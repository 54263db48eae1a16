package org.sdvgen.cogvideox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.TensorAssertions;
import org.sdvgen.testkit.TinyBatch;

/** Adapter files: what they record, and what happens when it differs from the configuration. */
class AdapterFileTest {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  @TempDir private Path folder;

  private static Backbone open(NormLora normLora) {
    return TinyModel.open(TinyModel.config(TinyModel.folder(), "fp32", true, normLora));
  }

  private static Adapter adapter(Backbone backbone, String... targets) {
    LoraSettings lora = new LoraSettings(3, 6, 0.1, List.of(targets));
    Adapter adapter = backbone.parameters().newAdapter(lora, 1);
    adapter.parameters().forEach(parameter -> parameter.value().addi(0.03f));
    return adapter;
  }

  private Path save(Adapter adapter) {
    return save(adapter, "adapter.safetensors");
  }

  private Path save(Adapter adapter, String name) {
    Path file = folder.resolve(name);
    adapter.save(file, Map.of("recipe", "test"));
    return file;
  }

  private static float[] predict(Backbone backbone, Tuning tuning) {
    try (NDManager scope = backbone.newScope()) {
      return backbone.denoiser(tuning).predict(TinyBatch.of(scope, backbone, 4, 2)).toFloatArray();
    }
  }

  @Test
  void aSavedAdapterGivesTheSamePredictionElsewhere() {
    float[] expected;
    Path file;
    try (Backbone trained = open(NormLora.REFERENCE)) {
      Adapter adapter = adapter(trained);
      file = save(adapter);
      expected = predict(trained, Tuning.of(adapter));
    }
    try (Backbone fresh = open(NormLora.REFERENCE)) {
      Adapter loaded = fresh.parameters().loadAdapter(file, SILENT);
      assertEquals(List.of(), loaded.notices());
      assertArrayEquals(expected, predict(fresh, Tuning.of(loaded)), 0f);
      assertNotEquals(expected[0], predict(fresh, Tuning.NONE)[0]);
    }
  }

  @Test
  void theFileRecordsTheBackbonesSettings() {
    try (Backbone trained = open(NormLora.REFERENCE);
        Adapter adapter = adapter(trained);
        SafetensorsFile file = SafetensorsFile.open(save(adapter))) {
      String settings = Objects.requireNonNull(file.metadata().get("sdvgen"));
      adapter
          .settings()
          .forEach((key, value) -> assertTrue(settings.contains(value), key + " in " + settings));
      assertTrue(adapter.settings().containsKey("norm_lora"));
      assertEquals("test", file.metadata().get("recipe"));
    }
  }

  @Test
  void anAdapterBringsItsOwnNormsAndSaysSo() {
    float[] expected;
    Path file;
    try (Backbone trained = open(NormLora.REFERENCE)) {
      Adapter adapter = adapter(trained);
      file = save(adapter);
      expected = predict(trained, Tuning.of(adapter));
    }
    try (Backbone other = open(NormLora.ALL)) {
      Adapter loaded = other.parameters().loadAdapter(file, SILENT);
      assertEquals(1, loaded.notices().size());
      String notice = loaded.notices().get(0);
      assertTrue(notice.contains("norm_lora = reference"), notice);
      assertArrayEquals(expected, predict(other, Tuning.of(loaded)), 0f);
      assertEquals("reference", loaded.settings().get("norm_lora"));
    }
  }

  /** Both act on the norms, one for the reference alone: there is no sum of these two. */
  @Test
  void normsOfDifferentReachDoNotActTogether() {
    try (Backbone reference = open(NormLora.REFERENCE);
        Backbone all = open(NormLora.ALL)) {
      Path other = save(adapter(all), "all.safetensors");
      Adapter first = adapter(reference);
      Adapter second = reference.parameters().loadAdapter(other, SILENT);
      Tuning both = Tuning.of(first).with(second, 0.5);
      InputException error = assertThrows(InputException.class, () -> reference.denoiser(both));
      for (String part : List.of("all.safetensors", "norm_lora = all", "norm_lora = reference")) {
        assertTrue(String.valueOf(error.getMessage()).contains(part), error.getMessage());
      }
      reference.denoiser(Tuning.of(first).with(second, 0));
    }
  }

  /** One that leaves the norms alone does not care whose they are: it is only added. */
  @Test
  void anAdapterWithoutNormsActsWithAny() {
    try (Backbone reference = open(NormLora.REFERENCE);
        Backbone all = open(NormLora.ALL)) {
      Path file = save(adapter(all, "to_q"), "all.safetensors");
      Adapter own = adapter(reference);
      Adapter query = reference.parameters().loadAdapter(file, SILENT);
      float[] expected = predict(reference, Tuning.of(own).with(adapter(reference, "to_q"), 2));
      assertArrayEquals(expected, predict(reference, Tuning.of(own).with(query, 2)), 0f);
      // In the other order the first adapter's word is not the one that counts.
      float[] turned = predict(reference, Tuning.NONE.with(query, 2).with(own, 1));
      assertTrue(TensorAssertions.error(expected, turned) < 1e-5);
    }
  }

  @Test
  void aFileWithoutSettingsActsOnAllStreamsAndThatIsSaid() {
    Path paper =
        TinyModel.folder().resolve("../lora_paper/pytorch_lora_weights_transformer.safetensors");
    try (Backbone backbone = open(NormLora.REFERENCE)) {
      Adapter loaded = backbone.parameters().loadAdapter(paper.normalize(), SILENT);
      List<String> notices = loaded.notices();
      assertEquals("all", loaded.settings().get("norm_lora"));
      assertTrue(notices.stream().anyMatch(notice -> notice.contains("norm_lora = all")));
      assertTrue(notices.stream().anyMatch(notice -> notice.contains("alpha")));
    }
  }

  @Test
  void anotherRotaryFormulaIsRefused() {
    Path file;
    try (Backbone trained = open(NormLora.REFERENCE)) {
      file = save(adapter(trained));
    }
    CogVideoXSettings config =
        TinyModel.config(
            TinyModel.folder(),
            "fp32",
            GradientCheckpointing.FULL,
            NormLora.REFERENCE,
            RotaryFormula.PAPER);
    try (Backbone other = TinyModel.open(config)) {
      InputException error =
          assertThrows(InputException.class, () -> other.parameters().loadAdapter(file, SILENT));
      assertTrue(String.valueOf(error.getMessage()).contains("backbone.rotary = diffusers"));
    }
  }

  @Test
  void theFingerprintFollowsTheStoredWeightsOnly() {
    String fp32;
    try (Backbone backbone = open(NormLora.REFERENCE)) {
      fp32 = backbone.parameters().fingerprint();
    }
    Path copy = TinyModel.copyTo(folder.resolve("copy"));
    try (Backbone backbone = TinyModel.open(TinyModel.config(copy, "bf16", true, NormLora.ALL))) {
      assertEquals(fp32, backbone.parameters().fingerprint());
    }
    assertEquals(64, fp32.length());
  }

  @Test
  void mastersOfABf16NetworkPredictAsItDoes() {
    CogVideoXSettings bf16 = TinyModel.config(TinyModel.folder(), "bf16", true, NormLora.REFERENCE);
    try (Backbone backbone = TinyModel.open(bf16)) {
      float[] before = predict(backbone, Tuning.NONE);
      MasterWeights masters = backbone.parameters().masters(List.of("proj_out\\..*"));
      List<String> names = masters.parameters().stream().map(Parameter::name).toList();
      assertEquals(List.of("proj_out.weight", "proj_out.bias"), names);
      assertArrayEquals(before, predict(backbone, Tuning.of(masters)), 0f);
      masters.parameters().forEach(parameter -> parameter.value().muli(2));
      assertNotEquals(before[0], predict(backbone, Tuning.of(masters))[0]);
      assertArrayEquals(before, predict(backbone, Tuning.NONE), 0f);
    }
  }
}
