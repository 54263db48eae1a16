package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdvgen.runtime.torch.Arguments;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.TransformerTensors;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.transformer.Transformer;

/**
 * Case 4, states: what goes on inside the first block. A script of the test walks through the
 * functions of the block's own.
 */
class T04BlockStatesGoldenTest {
  private static final double TOLERANCE = 5e-5;
  private static final String BLOCK = "blocks.0.";

  private final GoldenFolder golden = WanGolden.open();
  private final Wan22Checkpoint model = WanGolden.model(golden);

  @Test
  void statesOfTheFirstBlockAgree() {
    try (GoldenTensors tensors = new GoldenTensors(golden.tensors("transformer.safetensors"));
        TorchProgram program = program()) {
      Map<String, NDArray> weights = weights(tensors.manager());
      for (String name : tensors.matches("(\\w+)\\.hidden_states")) {
        Arguments arguments =
            Arguments.of(tensors.get(name + ".patch"))
                .tensor(tensors.get(name + ".text_proj"))
                .dict(shared(tensors, name))
                .dict(weights);
        check(tensors, name, program.call(tensors.manager(), "parts", arguments));
      }
    }
  }

  private static TorchProgram program() {
    return TorchProgram.compile(
        Script.resource(T04BlockStatesGoldenTest.class, "block_states"),
        Script.resource(Transformer.class, "transformer"));
  }

  /** What the block shares with the others, of which each token has a timestep of its own. */
  private static Map<String, NDArray> shared(GoldenTensors tensors, String name) {
    NDArray tokens = tensors.get(name + ".patch");
    NDArray timesteps = tensors.get(name + ".timestep_proj");
    long batch = tokens.getShape().get(0);
    int count = Math.toIntExact(tokens.getShape().get(1));
    return Map.of(
        "timestep_proj", timesteps.reshape(batch, -1, timesteps.getShape().getLastDimension()),
        "timestep_rows", tensors.manager().arange(count),
        "cos", tensors.get(name + ".rope_cos"),
        "sin", tensors.get(name + ".rope_sin"));
  }

  private Map<String, NDArray> weights(NDManager manager) {
    TransformerConfig config = model.transformerConfig();
    Map<String, NDArray> weights = new LinkedHashMap<>();
    try (WeightSource source = WeightFiles.open(model.folder().transformer())) {
      Weights.load(manager, source, TransformerTensors.of(config), Precision.FP32)
          .forEach(
              (name, weight) -> {
                if (name.startsWith(BLOCK)) {
                  weights.put(name.substring(BLOCK.length()), weight);
                }
              });
    }
    NDManager host = manager.newSubManager(Devices.cpu());
    weights.put("eps", host.create(config.eps()));
    weights.put("heads", host.create((double) config.numAttentionHeads()));
    return weights;
  }

  private static void check(GoldenTensors tensors, String name, NDList states) {
    Map<String, NDArray> byName = new HashMap<>();
    states.forEach(state -> byName.put(state.getName(), state));
    for (String part : tensors.matches(name + "\\.block0_(.*)")) {
      String path = name + ".block0_" + part;
      NDArray state = Objects.requireNonNull(byName.get(part), path);
      Parity.relative("transformer", path, tensors.get(path), state, TOLERANCE);
    }
  }
}
