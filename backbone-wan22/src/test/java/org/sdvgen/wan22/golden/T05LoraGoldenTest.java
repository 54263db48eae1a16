package org.sdvgen.wan22.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.NetworkView;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.FusedAdapter;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;

/** Case 5: adapters from files of several spellings, beside the weights and fused into them. */
class T05LoraGoldenTest {
  private static final double TOLERANCE = 5e-5;
  private static final AdapterFallback SILENT = new AdapterFallback(Optional.empty(), 0);

  private final GoldenFolder golden = WanGolden.open();

  @ParameterizedTest
  @CsvSource({
    "pytorch_lora_weights, output",
    "no_metadata, output_no_metadata",
    "comfyui_ab, output_no_patch",
    "comfyui_alpha, output_no_patch",
    "comfyui_full, output",
    "kohya, output_blocks_only"
  })
  void outputsAgreeWithTheAdapterFromEveryFile(String file, String expected) {
    Path adapter = golden.requireFile("lora/" + file + ".safetensors");
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors.manager())) {
      golden.requireTensor(tensors, expected);
      NDArray output = adapted(denoiser, adapter).predict(GoldenDenoiser.input(tensors, ""));
      Parity.relative("lora", file + "." + expected, tensors.get(expected), output, TOLERANCE);
    }
  }

  @Test
  void halfTheAlphaIsHalfTheStrength() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors.manager())) {
      Adapter adapter = denoiser.parameters().loadAdapter(golden.adapter(), SILENT);
      double alpha = adapter.config().alpha();
      Path silent = golden.requireFile("lora/no_metadata.safetensors");
      AdapterFallback halfAlpha = new AdapterFallback(Optional.of(alpha / 2), 0);
      Adapter half = denoiser.parameters().loadAdapter(silent, halfAlpha);
      DenoiserInput input = GoldenDenoiser.input(tensors, "");
      check(tensors, "output_scale_0_5", denoiser.with(Tuning.of(half)).predict(input));
      NetworkView halved = denoiser.with(Tuning.NONE.with(adapter, 0.5));
      check(tensors, "output_scale_0_5", halved.predict(input));
    }
  }

  @Test
  void everyBlockAgreesWithTheAdapter() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors.manager())) {
      NetworkView adapted = adapted(denoiser, golden.adapter());
      DenoiserInput input = GoldenDenoiser.input(tensors, "");
      NDList embedded = adapted.run(input, 1);
      check(tensors, "text_proj", embedded.get(0));
      check(tensors, "patch", embedded.get(1));
      int blocks = tensors.matches("block(\\d+)").size();
      for (int i = 0; i < blocks; i++) {
        check(tensors, "block" + i, adapted.run(input, 2 + i).get(1));
      }
    }
  }

  @Test
  void theBackbonesOwnTargetsTakeTheSameModules() {
    JsonNode facts = golden.json("lora_modules.json");
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors.manager())) {
      LoraSettings config =
          new LoraSettings(facts.get("rank").asInt(), facts.get("alpha").asDouble(), 0, List.of());
      Set<String> modules = new TreeSet<>();
      long parameters = 0;
      for (Parameter parameter : denoiser.parameters().newAdapter(config, 1).parameters()) {
        modules.add(parameter.name().replaceAll("\\.lora_[AB]\\.weight$", ""));
        parameters += parameter.value().size();
      }
      Set<String> expected = new TreeSet<>();
      facts.get("modules").forEach(module -> expected.add(module.asText()));
      assertEquals(expected, modules);
      assertEquals(facts.get("trainable_parameters").asLong(), parameters);
      Parity.exact("lora", "modules");
    }
  }

  @Test
  void fusedWeightsAndOutputsAgree() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors.manager())) {
      Adapter adapter = denoiser.parameters().loadAdapter(golden.adapter(), SILENT);
      FusedAdapter fused =
          FusedAdapter.of(
              tensors.manager(), denoiser.parameters(), List.of(new Tuning.Weighted(adapter, 1)));
      for (String name : tensors.matches("fused\\.(.*)")) {
        check(tensors, "fused." + name, Objects.requireNonNull(fused.weights().get(name), name));
      }
      NetworkView view = denoiser.with(Tuning.of(fused.masters()));
      check(tensors, "output_fused", view.predict(GoldenDenoiser.input(tensors, "")));
    }
  }

  private GoldenTensors open() {
    return new GoldenTensors(golden.tensors("lora.safetensors"));
  }

  private NetworkDenoiser load(NDManager manager) {
    return GoldenDenoiser.load(golden, manager, Precision.FP32);
  }

  private static NetworkView adapted(NetworkDenoiser denoiser, Path file) {
    return denoiser.with(Tuning.of(denoiser.parameters().loadAdapter(file, SILENT)));
  }

  private static void check(GoldenTensors tensors, String name, NDArray actual) {
    Parity.relative("lora", name, tensors.get(name), actual, TOLERANCE);
  }
}
