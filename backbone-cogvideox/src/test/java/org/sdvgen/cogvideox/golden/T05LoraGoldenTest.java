package org.sdvgen.cogvideox.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.NetworkView;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.FusedAdapter;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 5: the adapter on every token and every norm, beside the weights and fused into them. */
class T05LoraGoldenTest {
  private static final double TOLERANCE = 1e-5;
  private static final double FUSED = 2e-5;

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void outputsAgreeWithTheAdapterFromEitherFile() {
    try (CogVideoXTensors inputs = inputs();
        CogVideoXTensors expected = expected();
        NetworkDenoiser denoiser = load(inputs.manager())) {
      Adapter own = adapter(denoiser, golden.adapter(), Optional.empty());
      checkOutputs("output", denoiser.with(Tuning.of(own)), inputs, expected, TOLERANCE);
      double alpha = own.config().alpha();
      Path paper = CogVideoXGolden.paperAdapter(golden);
      Adapter same = adapter(denoiser, paper, Optional.of(alpha));
      checkOutputs("output", denoiser.with(Tuning.of(same)), inputs, expected, TOLERANCE);
      Adapter half = adapter(denoiser, paper, Optional.of(alpha / 2));
      checkOutputs(
          "output_scale_half", denoiser.with(Tuning.of(half)), inputs, expected, TOLERANCE);
      NetworkView halved = denoiser.with(Tuning.NONE.with(own, 0.5));
      checkOutputs("output_scale_half", halved, inputs, expected, TOLERANCE);
    }
  }

  @Test
  void suffixesTakeTheSameModulesInTheSameShapes() {
    JsonNode facts = golden.json("05_lora.json");
    try (CogVideoXTensors inputs = inputs();
        NetworkDenoiser denoiser = load(inputs.manager())) {
      int rank = facts.get("rank").asInt();
      LoraSettings config = new LoraSettings(rank, facts.get("alpha").asDouble(), 0, List.of());
      Map<String, Shape> found = new TreeMap<>();
      for (Parameter parameter : denoiser.parameters().newAdapter(config, 1).parameters()) {
        found.put(parameter.name(), parameter.value().getShape());
      }
      assertEquals(adapterShapes(facts.get("shapes")), found);
    }
  }

  private static Map<String, Shape> adapterShapes(JsonNode modules) {
    Map<String, Shape> shapes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> module : modules.properties()) {
      for (Map.Entry<String, JsonNode> half : module.getValue().properties()) {
        long[] sizes =
            StreamSupport.stream(half.getValue().spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
        shapes.put(module.getKey() + "." + half.getKey() + ".weight", new Shape(sizes));
      }
    }
    return shapes;
  }

  @Test
  void fusedWeightsAndOutputsAgree() {
    try (CogVideoXTensors inputs = inputs();
        CogVideoXTensors expected = expected();
        NetworkDenoiser denoiser = load(inputs.manager())) {
      Adapter adapter = adapter(denoiser, golden.adapter(), Optional.empty());
      FusedAdapter fused =
          FusedAdapter.of(
              expected.manager(), denoiser.parameters(), List.of(new Tuning.Weighted(adapter, 1)));
      for (String name : expected.matches("fused_weight\\.(.*)")) {
        NDArray weight = Objects.requireNonNull(fused.weights().get(name), name);
        Parity.relative(
            "05", "fused_weight." + name, expected.get("fused_weight." + name), weight, FUSED);
      }
      NetworkView view = denoiser.with(Tuning.of(fused.masters()));
      checkOutputs("output_fused", view, inputs, expected, FUSED);
    }
  }

  private CogVideoXTensors inputs() {
    return new CogVideoXTensors(golden.tensors("04_transformer.safetensors"));
  }

  private CogVideoXTensors expected() {
    return new CogVideoXTensors(golden.tensors("05_lora.safetensors"));
  }

  private NetworkDenoiser load(NDManager manager) {
    return GoldenDenoiser.load(golden, manager, Precision.FP32, VideoStart.ZERO);
  }

  private static Adapter adapter(NetworkDenoiser denoiser, Path file, Optional<Double> alpha) {
    return denoiser.parameters().loadAdapter(file, new AdapterFallback(alpha, 0));
  }

  private static void checkOutputs(
      String kind,
      NetworkView denoiser,
      CogVideoXTensors inputs,
      CogVideoXTensors expected,
      double tolerance) {
    for (String n : expected.matches("forward\\.(\\d+)\\." + kind)) {
      String path = "forward." + n + ".";
      NDArray output = denoiser.predict(T04TransformerGoldenTest.input(inputs, path));
      NDArray found = CogVideoXTensors.swapped(output);
      Parity.relative("05", path + kind, expected.get(path + kind), found, tolerance);
    }
  }
}
