package org.sdvgen.wan22;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.SafetensorsFile;
import org.sdvgen.testkit.TinyBatch;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** Adapter files in both spellings, and what happens when they differ from the configuration. */
class AdapterFileTest {
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  private static Backbone open(String dtype, ReferencePosition position) {
    return TinyModel.open(TinyModel.config(TinyModel.folder(), dtype, true, position));
  }

  private static Backbone open() {
    return open("fp32", ReferencePosition.CONTINUOUS);
  }

  /** Saves an adapter of scale 5/3 and gives its predictions. */
  private float[] save(Backbone backbone) {
    return predict(backbone, Tuning.of(saved(backbone)));
  }

  private Adapter saved(Backbone backbone) {
    Adapter adapter = backbone.parameters().newAdapter(new LoraSettings(3, 5, 0.1, List.of()), 1);
    adapter.parameters().forEach(parameter -> parameter.value().addi(0.03f));
    adapter.save(folder.resolve("adapter.safetensors"), Map.of("recipe", "test"));
    return adapter;
  }

  private static float[] predict(Backbone backbone, Tuning tuning) {
    try (NDManager scope = backbone.newScope()) {
      return backbone.denoiser(tuning).predict(TinyBatch.of(scope, backbone, 4, 2)).toFloatArray();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adapter.safetensors", "adapter.comfyui.safetensors"})
  void aSavedAdapterGivesTheSamePredictionElsewhere(String name) {
    float[] expected;
    try (Backbone trained = open()) {
      expected = save(trained);
    }
    try (Backbone fresh = open()) {
      float[] bare = predict(fresh, Tuning.NONE);
      // An alpha that is configured must not change what the file says.
      AdapterFallback configured = new AdapterFallback(Optional.of(64.0), 0);
      Adapter loaded = fresh.parameters().loadAdapter(folder.resolve(name), configured);
      assertEquals(List.of(), loaded.notices());
      assertArrayEquals(expected, predict(fresh, Tuning.of(loaded)), TOLERANCE);
      assertArrayEquals(bare, predict(fresh, Tuning.NONE), 0f);
      assertNotEquals(expected[0], bare[0]);
    }
  }

  @Test
  void theCopyHasTheOriginalNames() {
    try (Backbone trained = open()) {
      Adapter adapter = saved(trained);
      Path copy = folder.resolve("adapter.comfyui.safetensors");
      try (SafetensorsFile file = SafetensorsFile.open(copy)) {
        for (String module :
            List.of("patch_embedding", "text_embedding.2", "blocks.0.cross_attn.o")) {
          String key = "diffusion_model." + module + ".lora_B.weight";
          assertTrue(file.entries().containsKey(key), key);
        }
        assertEquals(adapter.parameters().size(), file.entries().size());
      }
    }
  }

  /** Earlier versions wrote words with hyphens. */
  @Test
  void theFormerSpellingOfSettingsIsRead() throws IOException {
    float[] expected;
    try (Backbone trained = open("fp32", ReferencePosition.SHARED_FRAME_SHIFTED)) {
      expected = save(trained);
    }
    Path file = folder.resolve("adapter.safetensors");
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    String former = bytes.replace("shared_frame_shifted", "shared-frame-shifted");
    assertNotEquals(bytes, former, "the file has the present spelling");
    Files.writeString(file, former, StandardCharsets.ISO_8859_1);
    try (Backbone fresh = open("fp32", ReferencePosition.SHARED_FRAME_SHIFTED)) {
      Adapter loaded = fresh.parameters().loadAdapter(file, SILENT);
      assertEquals(List.of(), loaded.notices());
      assertArrayEquals(expected, predict(fresh, Tuning.of(loaded)), TOLERANCE);
    }
  }

  @Test
  void anotherPositionOfTheReferenceIsRefused() {
    try (Backbone trained = open()) {
      assertEquals("continuous", saved(trained).settings().get("reference_position"));
    }
    try (Backbone other = open("fp32", ReferencePosition.SHARED_FRAME_SHIFTED)) {
      Path file = folder.resolve("adapter.safetensors");
      InputException error =
          assertThrows(InputException.class, () -> other.parameters().loadAdapter(file, SILENT));
      assertTrue(
          String.valueOf(error.getMessage()).contains("backbone.reference_position = continuous"),
          error.getMessage());
    }
  }

  /** Some weights are fp32 in any network; their masters are copies as well. */
  @Test
  void mastersOfABf16NetworkPredictAsItDoes() {
    try (Backbone backbone = open("bf16", ReferencePosition.CONTINUOUS)) {
      float[] before = predict(backbone, Tuning.NONE);
      MasterWeights masters =
          backbone.parameters().masters(List.of(".*scale_shift_table", "proj_out.*"));
      assertArrayEquals(before, predict(backbone, Tuning.of(masters)), 0f);
      masters.parameters().forEach(parameter -> parameter.value().muli(2));
      assertNotEquals(before[0], predict(backbone, Tuning.of(masters))[0]);
      assertArrayEquals(before, predict(backbone, Tuning.NONE), 0f);
    }
  }

  /** Ranks 8 and 4: every module has the scale that its own alpha and rank say. */
  @Test
  void ranksThatVaryByModuleAreRead() {
    Path file = TinyModel.folder().resolve("../../../adapters/mixed-ranks.safetensors").normalize();
    try (Backbone backbone = open();
        NDManager scope = backbone.newScope();
        SafetensorsFile stored = SafetensorsFile.open(file)) {
      Adapter adapter = backbone.parameters().loadAdapter(file, SILENT);
      String notice = adapter.notices().get(0);
      assertTrue(notice.contains("varies by module, from 4 to 8"), notice);
      double common = adapter.config().scale();
      for (Parameter parameter : adapter.parameters()) {
        if (!parameter.name().endsWith("lora_B.weight")) {
          continue;
        }
        String module =
            "diffusion_model."
                + parameter
                    .name()
                    .replace("attn1.to_", "self_attn.")
                    .replace("attn2.to_", "cross_attn.")
                    .replace(".lora_B.weight", "");
        NDArray up = stored.read(scope, module + ".lora_up.weight", Precision.FP32);
        NDArray alpha = stored.read(scope, module + ".alpha", Precision.FP32);
        up.muli(alpha.getFloat() / up.getShape().get(1));
        assertArrayEquals(
            up.toFloatArray(), parameter.value().mul(common).toFloatArray(), 1e-7f, module);
      }
    }
  }
}
