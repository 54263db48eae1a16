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
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.TinyBatch;

/** Adapter files: what they record, and what happens when it differs from the configuration. */
class AdapterFileTest {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  @TempDir private Path folder;

  private static Backbone open(NormLora normLora) {
    return TinyModel.open(TinyModel.config(TinyModel.folder(), "fp32", true, normLora));
  }

  private Path save(Backbone backbone) {
    Parameters parameters = backbone.parameters();
    parameters.select(new Selection.Adapter(new LoraConfig(3, 6, 0.1, List.of())), 1);
    parameters.trainable().forEach(parameter -> parameter.value().addi(0.03f));
    Path file = folder.resolve("adapter.safetensors");
    parameters.saveAdapter(file, Map.of("recipe", "test"));
    return file;
  }

  private static float[] predict(Backbone backbone) {
    try (NDManager scope = backbone.newScope()) {
      return backbone.denoiser().predict(TinyBatch.of(scope, backbone, 4, 2)).toFloatArray();
    }
  }

  @Test
  void aSavedAdapterGivesTheSamePredictionElsewhere() {
    float[] expected;
    Path file;
    try (Backbone trained = open(NormLora.REFERENCE)) {
      file = save(trained);
      expected = predict(trained);
    }
    try (Backbone fresh = open(NormLora.REFERENCE)) {
      assertEquals(List.of(), fresh.parameters().loadAdapter(file, SILENT));
      assertArrayEquals(expected, predict(fresh), 0f);
      fresh.parameters().disableAdapter();
      assertNotEquals(expected[0], predict(fresh)[0]);
    }
  }

  @Test
  void theFileRecordsTheBackbonesSettings() {
    try (Backbone trained = open(NormLora.REFERENCE);
        SafetensorsFile file = SafetensorsFile.open(save(trained))) {
      String settings = Objects.requireNonNull(file.metadata().get("sdvgen"));
      trained
          .adapterSettings()
          .forEach((key, value) -> assertTrue(settings.contains(value), key + " in " + settings));
      assertTrue(trained.adapterSettings().containsKey("norm_lora"));
      assertEquals("test", file.metadata().get("recipe"));
    }
  }

  @Test
  void anAdapterBringsItsOwnNormsAndSaysSo() {
    float[] expected;
    Path file;
    try (Backbone trained = open(NormLora.REFERENCE)) {
      file = save(trained);
      expected = predict(trained);
    }
    try (Backbone other = open(NormLora.ALL)) {
      List<String> notices = other.parameters().loadAdapter(file, SILENT);
      assertEquals(1, notices.size());
      assertTrue(notices.get(0).contains("norm_lora = reference"), notices.get(0));
      assertArrayEquals(expected, predict(other), 0f);
      assertEquals("reference", other.adapterSettings().get("norm_lora"));
    }
  }

  @Test
  void aFileWithoutSettingsActsOnAllStreamsAndThatIsSaid() {
    Path paper =
        TinyModel.folder().resolve("../lora_paper/pytorch_lora_weights_transformer.safetensors");
    try (Backbone backbone = open(NormLora.REFERENCE)) {
      List<String> notices = backbone.parameters().loadAdapter(paper.normalize(), SILENT);
      assertEquals("all", backbone.adapterSettings().get("norm_lora"));
      assertTrue(notices.stream().anyMatch(notice -> notice.contains("norm_lora = all")));
      assertTrue(notices.stream().anyMatch(notice -> notice.contains("alpha")));
    }
  }

  @Test
  void anotherRotaryFormulaIsRefused() {
    Path file;
    try (Backbone trained = open(NormLora.REFERENCE)) {
      file = save(trained);
    }
    CogVideoXConfig config =
        TinyModel.config(TinyModel.folder(), "fp32", true, NormLora.REFERENCE, RotaryFormula.PAPER);
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
  void trainedPretrainedParametersReturnToTheirPrecision() {
    CogVideoXConfig bf16 = TinyModel.config(TinyModel.folder(), "bf16", true, NormLora.REFERENCE);
    try (Backbone backbone = TinyModel.open(bf16)) {
      float[] before = predict(backbone);
      backbone.parameters().select(new Selection.Base(List.of("proj_out\\..*")), 0);
      List<String> names = backbone.parameters().trainable().stream().map(Parameter::name).toList();
      assertEquals(List.of("proj_out.weight", "proj_out.bias"), names);
      assertArrayEquals(before, predict(backbone), 0f);
      backbone
          .parameters()
          .select(new Selection.Adapter(new LoraConfig(2, 2, 0, List.of("proj_out"))), 0);
      assertArrayEquals(before, predict(backbone), 0f);
    }
  }
}
