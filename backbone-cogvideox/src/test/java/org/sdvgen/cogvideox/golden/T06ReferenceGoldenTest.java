package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.denoiser.NetworkView;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 6: the reference stream, both readings of the norms' adapter, dropped tokens. */
class T06ReferenceGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void outputsAgreeForBothReadingsOfTheNorms() {
    try (CogVideoXTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors)) {
      check(tensors, "no_adapter.output", denoiser.pretrained(), null);
      for (String normLora : List.of("reference", "all")) {
        NetworkView adapted =
            denoiser.with(Tuning.of(GoldenDenoiser.adapter(denoiser, golden, normLora)));
        check(tensors, "norm_lora_" + normLora + ".output", adapted, null);
        for (String kept : tensors.matches("keep\\.(.*)\\.mask")) {
          String path = "keep." + kept;
          NDArray mask = tensors.get(path + ".mask");
          check(tensors, path + ".norm_lora_" + normLora + ".output", adapted, mask);
        }
      }
    }
  }

  @Test
  void everyStreamAgreesAfterEveryBlock() {
    try (CogVideoXTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors)) {
      NetworkView adapted =
          denoiser.with(Tuning.of(GoldenDenoiser.adapter(denoiser, golden, "reference")));
      checkStreams(tensors, "norm_lora_reference.patch.", adapted, 1);
      int blocks = tensors.matches("norm_lora_reference\\.block\\.(\\d+)\\.video").size();
      for (int i = 0; i < blocks; i++) {
        checkStreams(tensors, "norm_lora_reference.block." + i + ".", adapted, 2 + i);
      }
    }
  }

  private static void checkStreams(
      CogVideoXTensors tensors, String path, NetworkView denoiser, int blocks) {
    NDList streams = denoiser.run(input(tensors, null), blocks);
    List<String> names = List.of("text", "reference", "video");
    for (int i = 0; i < names.size(); i++) {
      String name = path + names.get(i);
      Parity.relative("06", name, tensors.get(name), streams.get(i), TOLERANCE);
    }
  }

  private static void check(
      CogVideoXTensors tensors, String name, NetworkView denoiser, @Nullable NDArray keep) {
    NDArray output = denoiser.predict(input(tensors, keep));
    NDArray found = CogVideoXTensors.swapped(output);
    Parity.relative("06", name, tensors.get(name), found, TOLERANCE);
  }

  private static DenoiserInput input(CogVideoXTensors tensors, @Nullable NDArray keep) {
    Reference reference =
        new Reference(tensors.latents("reference_latents"), keep, Optional.empty());
    return new DenoiserInput(
        tensors.latents("hidden_states"),
        tensors.timesteps("timestep"),
        tensors.text("encoder_hidden_states"),
        List.of(reference),
        OptionalDouble.empty());
  }

  private CogVideoXTensors open() {
    return new CogVideoXTensors(golden.tensors("06_reference.safetensors"));
  }

  private NetworkDenoiser load(CogVideoXTensors tensors) {
    return GoldenDenoiser.load(
        golden, tensors.manager(), Precision.FP32, VideoStart.AFTER_REFERENCE);
  }
}
