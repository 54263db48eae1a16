package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.VaeConfig;
import org.sdvgen.wan22.checkpoint.VaeTensors;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.vae.WanAutoencoder;

/**
 * Case 3, states: what goes on inside the autoencoder in the first chunk of a video and in the
 * second. A script of the test walks through the functions of the autoencoder's own.
 */
class T03VaeStatesGoldenTest {
  private static final double TOLERANCE = 1e-4;

  private final GoldenFolder golden = WanGolden.open();
  private final Wan22Checkpoint model = WanGolden.model(golden);

  @Test
  void statesOfEveryChunkAgree() {
    try (GoldenTensors inputs = new GoldenTensors(golden.tensors("vae.safetensors"));
        GoldenTensors expected = new GoldenTensors(golden.tensors("vae_taps.safetensors"));
        TorchProgram program = program()) {
      NDManager manager = expected.manager();
      Map<String, NDArray> weights = weights(manager);
      for (String[] network : new String[][] {{"encode", "pixels"}, {"decode", "latents"}}) {
        NDArray input = inputs.get(network[0] + ".c." + network[1]);
        Arguments arguments = Arguments.of(input).dict(weights);
        check(expected, program.call(manager, network[0], arguments));
      }
    }
  }

  private static TorchProgram program() {
    return TorchProgram.compile(
        Script.resource(T03VaeStatesGoldenTest.class, "vae_states"),
        Script.resource(WanAutoencoder.class, "vae"),
        Script.resource(VideoAutoencoder.class, "tiles"));
  }

  private Map<String, NDArray> weights(NDManager manager) {
    VaeConfig config = model.vaeConfig();
    try (WeightSource source = WeightFiles.open(model.folder().vae())) {
      Map<String, NDArray> weights =
          new LinkedHashMap<>(Weights.load(manager, source, VaeTensors.of(config), Precision.FP32));
      NDManager host = manager.newSubManager(Devices.cpu());
      weights.put("patch_size", host.create((double) config.patchSize()));
      weights.put("frames_per_latent", host.create((double) config.temporalCompressionRatio()));
      weights.put("dtype", host.create((double) Precision.FP32.scalarType()));
      return weights;
    }
  }

  /** Compares those of the states that are stored, and leaves none that is stored out. */
  private static void check(GoldenTensors expected, NDList states) {
    Map<String, NDArray> byName = new LinkedHashMap<>();
    states.forEach(state -> byName.put(state.getName(), state));
    String network = states.get(0).getName().startsWith("encoder.") ? "encoder" : "decoder";
    for (String rest : expected.matches(network + "\\.(.*)")) {
      String name = network + "." + rest;
      NDArray state = Objects.requireNonNull(byName.get(name), name);
      Parity.relative("03", name, expected.get(name), state, TOLERANCE);
    }
  }
}
