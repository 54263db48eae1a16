package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.cogvideox.transformer.VideoStart;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 4: the transformer without reference or adapter, in fp32 block by block and in bf16. */
class T04TransformerGoldenTest {
  private static final double FP32 = 1e-5;
  private static final double BF16 = 2e-2;
  private static final double BF16_MEAN = 1.5e-2;

  private final GoldenFolder golden = CogVideoXGolden.open();

  static DenoiserInput input(CogVideoXTensors tensors, String path) {
    return new DenoiserInput(
        tensors.latents(path + "hidden_states"),
        tensors.timesteps(path + "timestep"),
        tensors.text(path + "encoder_hidden_states"),
        List.of(),
        OptionalDouble.empty());
  }

  @Test
  void outputsAgreeInFp32() {
    try (CogVideoXTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      for (String n : tensors.matches("forward\\.(\\d+)\\.output")) {
        NDArray output = denoiser.pretrained().predict(input(tensors, "forward." + n + "."));
        check(tensors, "forward." + n + ".output", CogVideoXTensors.swapped(output));
      }
    }
  }

  @Test
  void everyBlockAgreesInFp32() {
    try (CogVideoXTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      DenoiserInput input = input(tensors, "forward.0.");
      NDList embedded = denoiser.pretrained().run(input, 1);
      NDArray joined = embedded.get(0).concat(embedded.get(2), 1);
      check(tensors, "forward.0.patch_embed", joined);
      int blocks = tensors.matches("forward\\.0\\.block\\.(\\d+)\\.video").size();
      for (int i = 0; i < blocks; i++) {
        NDList streams = denoiser.pretrained().run(input, 2 + i);
        check(tensors, "forward.0.block." + i + ".text", streams.get(0));
        check(tensors, "forward.0.block." + i + ".video", streams.get(2));
      }
      check(tensors, "forward.0.norm_final", denoiser.pretrained().run(input, 2 + blocks).get(0));
      check(tensors, "forward.0.norm_out", denoiser.pretrained().run(input, 3 + blocks).get(0));
    }
  }

  @Test
  void timestepEmbeddingAgrees() {
    try (CogVideoXTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      DenoiserInput input = input(tensors, "forward.0.");
      check(
          tensors,
          "forward.0.time_proj",
          denoiser.pretrained().embedTime(input, 1).singletonOrThrow());
      check(
          tensors,
          "forward.0.time_embedding",
          denoiser.pretrained().embedTime(input, 2).singletonOrThrow());
    }
  }

  @Test
  void outputsAgreeInBf16() {
    try (CogVideoXTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.BF16)) {
      for (String n : tensors.matches("forward\\.(\\d+)\\.output_bf16")) {
        String name = "forward." + n + ".output_bf16";
        NDArray output = denoiser.pretrained().predict(input(tensors, "forward." + n + "."));
        NDArray found = CogVideoXTensors.swapped(output);
        Parity.relative("04", name, tensors.get(name), found, BF16);
        Parity.mean("04", name, tensors.get(name), found, BF16_MEAN);
      }
    }
  }

  private CogVideoXTensors open() {
    return new CogVideoXTensors(golden.tensors("04_transformer.safetensors"));
  }

  private NetworkDenoiser load(CogVideoXTensors tensors, Precision precision) {
    return GoldenDenoiser.load(golden, tensors.manager(), precision, VideoStart.ZERO);
  }

  private static void check(CogVideoXTensors tensors, String name, NDArray actual) {
    Parity.relative("04", name, tensors.get(name), actual, FP32);
  }
}
