package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Three attention blocks over two streams and a head; adapters on the blocks, dropout 0.2. */
final class TinyChain implements AutoCloseable {
  private static final String TEXT =
      """
      class Program(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def block(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
          text, video = streams[0], streams[1]
          shift = __torch__.nn.linear(torch.silu(shared["temb"]), w, "norm.linear")[:, None]
          x = torch.cat([text, video], 1) + shift
          q = __torch__.nn.split_heads(__torch__.nn.linear(x, w, "to_q"), 2)
          k = __torch__.nn.split_heads(__torch__.nn.linear(x, w, "to_k"), 2)
          y = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, q, shared=shared))
          return [text + y[:, :text.shape[1]], video + torch.gelu(y[:, text.shape[1]:])]

        def head(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
          return [__torch__.nn.linear(streams[1], w, "proj").to(6)]

      """;
  private static final int WIDTH = 8;
  private static final int RANK = 3;

  final NDManager manager = Devices.newManager(Devices.cpu());
  final TorchProgram program;
  private final Map<String, NDArray> settings = new LinkedHashMap<>();

  TinyChain() {
    this("", "");
  }

  /** Chains of a text of which some words are replaced by others. */
  TinyChain(String words, String others) {
    program = TorchProgram.compile(new Script("chain", TEXT.replace(words, others)));
    settings.put("lora.scale", manager.create(0.5));
    setDropout(0.2);
  }

  /** Sets the dropout of the chains that are made from now on. */
  void setDropout(double dropout) {
    settings.put("lora.dropout", manager.create(dropout));
  }

  Map<String, NDArray> settings() {
    return settings;
  }

  @Override
  public void close() {
    program.close();
    manager.close();
  }

  BlockChain chain(Precision precision) {
    return chain(precision, new TreeMap<>());
  }

  /** Makes a chain and fills {@code weights} with its live arrays by their names in the network. */
  BlockChain chain(Precision precision, Map<String, NDArray> weights) {
    Random random = new Random(1);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Map<String, NDArray> own = new LinkedHashMap<>();
      for (String layer : List.of("norm.linear", "to_q", "to_k")) {
        own.put(layer + ".weight", random(random, precision, WIDTH, WIDTH));
        own.put(layer + ".bias", random(random, precision, WIDTH));
        own.put(layer + ".lora_A.weight", random(random, Precision.FP32, RANK, WIDTH));
        own.put(layer + ".lora_B.weight", random(random, Precision.FP32, WIDTH, RANK));
      }
      List<String> trainable = own.keySet().stream().filter(name -> name.contains("lora")).toList();
      blocks.add(new Block(program, "block", "blocks." + i + ".", own, Set.copyOf(trainable)));
    }
    Map<String, NDArray> head = Map.of("proj.weight", random(random, precision, 2, WIDTH));
    blocks.add(new Block(program, "head", "", head, Set.of("proj.weight")));
    for (Block block : blocks) {
      block.weights().forEach((name, weight) -> weights.put(block.path() + name, weight));
    }
    return new BlockChain(blocks, settings);
  }

  private NDArray random(Random random, Precision precision, long... extents) {
    Shape shape = new Shape(extents);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.5);
    }
    NDArray wide = manager.create(values, shape);
    return precision == Precision.FP32 ? wide : Tensors.cast(manager, wide, precision);
  }

  /** Inputs of one shape, and an upstream gradient. */
  final class Inputs {
    final List<NDArray> streams;
    final Map<String, NDArray> shared;
    final NDArray upstream;

    Inputs(Precision precision, int text, int video) {
      Random random = new Random(video);
      streams =
          List.of(
              random(random, precision, 2, text, WIDTH),
              random(random, precision, 2, video, WIDTH));
      shared = Map.of("temb", random(random, precision, 2, WIDTH));
      upstream = random(random, Precision.FP32, 2, video, 2);
    }

    BlockInputs all() {
      return new BlockInputs(streams, shared, true, Set.of("temb"));
    }

    float[] infer(BlockChain chain) {
      try (NDManager scope = manager.newSubManager()) {
        return chain.infer(scope, all()).get(0).toFloatArray();
      }
    }

    Map<String, ByteBuffer> gradients(
        BlockChain chain, GradientCheckpointing checkpointing, long seed) {
      Map<String, ByteBuffer> found = new TreeMap<>();
      backward(
          chain,
          new TraceOptions(checkpointing, seed),
          (name, gradient) -> found.put(name, Tensors.bytes(gradient, 0, gradient.size())));
      return found;
    }

    void backward(BlockChain chain, TraceOptions options, BiConsumer<String, NDArray> gradients) {
      try (NDManager scope = manager.newSubManager();
          BlockTrace trace = chain.trace(scope, all(), options)) {
        BlockGradients found = trace.backward(scope, List.of(upstream), gradients);
        gradients.accept("streams.0", found.streams().get(0));
        gradients.accept("streams.1", found.streams().get(1));
        found.shared().forEach(gradients);
      }
    }

    /** Central difference of sum(upstream * output) by element 1 of a weight. */
    double slope(BlockChain chain, NDArray weight) {
      float[] values = weight.toFloatArray();
      float step = 1e-2f;
      double[] sums = new double[2];
      for (int side = 0; side < 2; side++) {
        float[] moved = values.clone();
        moved[1] += side == 0 ? step : -step;
        weight.set(moved);
        float[] output = infer(chain);
        float[] factors = upstream.toFloatArray();
        for (int i = 0; i < output.length; i++) {
          sums[side] += (double) output[i] * factors[i];
        }
      }
      weight.set(values);
      return (sums[0] - sums[1]) / (2 * step);
    }
  }
}
