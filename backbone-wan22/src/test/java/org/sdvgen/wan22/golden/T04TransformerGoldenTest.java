package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.runtime.denoiser.NetworkDenoiser;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;

/** Case 4: the transformer without reference or adapter, in fp32 block by block and in bf16. */
class T04TransformerGoldenTest {
  private static final double FP32 = 5e-5;
  private static final double SINUSOID = 2e-4;
  private static final double BF16 = 1.5e-2;
  private static final double BF16_TO_FP32 = 2e-2;

  private final GoldenFolder golden = WanGolden.open();

  @Test
  void outputsAgreeInFp32() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      for (String name : cases(tensors)) {
        NDArray output = denoiser.pretrained().predict(GoldenDenoiser.input(tensors, name + "."));
        check(tensors, name + ".output", output);
      }
    }
  }

  @Test
  void everyBlockAgreesInFp32() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      for (String name : cases(tensors)) {
        DenoiserInput input = GoldenDenoiser.input(tensors, name + ".");
        NDList embedded = denoiser.pretrained().run(input, 1);
        check(tensors, name + ".text_proj", embedded.get(0));
        check(tensors, name + ".patch", embedded.get(1));
        int blocks = tensors.matches(name + "\\.block(\\d+)").size();
        for (int i = 0; i < blocks; i++) {
          check(tensors, name + ".block" + i, denoiser.pretrained().run(input, 2 + i).get(1));
        }
        check(tensors, name + ".norm_out", denoiser.pretrained().run(input, 2 + blocks).get(0));
        check(tensors, name + ".proj_out", denoiser.pretrained().run(input, 3 + blocks).get(0));
      }
    }
  }

  @Test
  void timestepEmbeddingAgrees() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      for (String name : cases(tensors)) {
        DenoiserInput input = GoldenDenoiser.input(tensors, name + ".");
        NDArray sinusoid = denoiser.pretrained().embedTime(input, 1).get(0);
        checkRows(tensors, name + ".time_sinusoid", sinusoid, SINUSOID);
        NDList embeddings = denoiser.pretrained().embedTime(input, 3);
        checkRows(tensors, name + ".temb", embeddings.get(0), FP32);
        checkRows(tensors, name + ".timestep_proj", embeddings.get(1), FP32);
      }
    }
  }

  /** Rows of a timestep per sample are stored without the axis of the rows. */
  private static void checkRows(
      GoldenTensors tensors, String name, NDArray actual, double tolerance) {
    NDArray expected = tensors.get(name);
    Parity.relative("transformer", name, expected, actual.reshape(expected.getShape()), tolerance);
  }

  @Test
  void outputsAgreeInBf16() {
    try (GoldenTensors tensors = open();
        GoldenTensors bf16 = new GoldenTensors(golden.tensors("transformer_bf16.safetensors"));
        NetworkDenoiser denoiser = load(tensors, Precision.BF16)) {
      for (String name : bf16.matches("(\\w+)\\.output")) {
        NDArray output = denoiser.pretrained().predict(GoldenDenoiser.input(tensors, name + "."));
        NDArray expected = bf16.get(name + ".output");
        NDArray fp32 = tensors.get(name + ".output");
        Parity.euclidean("transformer_bf16", name + ".output", expected, output, BF16);
        Parity.euclidean("transformer_bf16", name + ".to_fp32", fp32, output, BF16_TO_FP32);
      }
    }
  }

  /** A timestep per token that is the same for all of a frame may be given once per frame. */
  @Test
  void timestepsPerFrameAreThoseOfTheirTokens() {
    try (GoldenTensors tensors = open();
        NetworkDenoiser denoiser = load(tensors, Precision.FP32)) {
      DenoiserInput any = GoldenDenoiser.input(tensors, cases(tensors).iterator().next() + ".");
      Shape latents = any.latents().getShape();
      long batch = latents.get(0);
      long frames = latents.get(2);
      NDArray perFrame =
          tensors.manager().arange((int) (batch * frames)).mul(37).toType(DataType.FLOAT32, false);
      perFrame = perFrame.reshape(batch, frames);
      int tokens =
          denoiser.pretrained().referenceTokens((int) latents.get(3), (int) latents.get(4));
      NDArray perToken = perFrame.repeat(1, tokens);
      NDArray text = any.text().arrays().values().iterator().next();
      NDArray once =
          denoiser
              .pretrained()
              .predict(GoldenDenoiser.input(any.latents(), perFrame, text, any.references()));
      NDArray each =
          denoiser
              .pretrained()
              .predict(GoldenDenoiser.input(any.latents(), perToken, text, any.references()));
      Parity.relative("transformer", "timesteps per frame", each, once, FP32);
    }
  }

  private static Set<String> cases(GoldenTensors tensors) {
    return tensors.matches("(\\w+)\\.hidden_states");
  }

  private GoldenTensors open() {
    return new GoldenTensors(golden.tensors("transformer.safetensors"));
  }

  private NetworkDenoiser load(GoldenTensors tensors, Precision precision) {
    return GoldenDenoiser.load(golden, tensors.manager(), precision);
  }

  private static void check(GoldenTensors tensors, String name, NDArray actual) {
    Parity.relative("transformer", name, tensors.get(name), actual, FP32);
  }
}
