package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three attention blocks over two streams, adapters and a shared embedding with gradients. */
class BlockChainTest {
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
          y = __torch__.nn.merge_heads(__torch__.nn.attention(q, k, q))
          return [text + y[:, :text.shape[1]], video + torch.gelu(y[:, text.shape[1]:])]

        def head(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]:
          return [__torch__.nn.linear(streams[1], w, "proj").to(6)]

      """;
  private static final int WIDTH = 8;
  private static final int RANK = 3;

  private static TorchProgram program;
  private NDManager manager;
  private final Map<String, NDArray> settings = new LinkedHashMap<>();

  @BeforeAll
  static void compile() {
    program = TorchProgram.compile(new Script("chain", TEXT));
  }

  @AfterAll
  static void closeProgram() {
    program.close();
  }

  @BeforeEach
  void open() {
    manager = Devices.newManager(Devices.cpu());
    settings.put("lora.scale", manager.create(0.5));
    settings.put("lora.dropout", manager.create(0.2));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"FP32", "BF16"})
  void checkpointingChangesNoBit(Precision precision) {
    BlockChain chain = chain(precision);
    Inputs small = new Inputs(precision, 3, 5);
    Inputs large = new Inputs(precision, 4, 33);
    Map<String, ByteBuffer> first = small.gradients(chain, false, 7);
    Map<String, ByteBuffer> firstLarge = large.gradients(chain, true, 9);
    for (int call = 1; call < 5; call++) {
      assertEquals(first, small.gradients(chain, call % 2 == 1, 7));
      assertEquals(firstLarge, large.gradients(chain, call % 2 == 0, 9));
    }
    assertNotEquals(first, small.gradients(chain, true, 8), "another dropout seed");
  }

  @Test
  void dropoutIsOffInInference() {
    BlockChain chain = chain(Precision.FP32);
    Inputs inputs = new Inputs(Precision.FP32, 3, 5);
    settings.put("lora.dropout", manager.create(0.0));
    BlockChain silent = chain(Precision.FP32);
    float[] expected = inputs.infer(silent);
    assertArrayEquals(expected, inputs.infer(silent));
    try (BlockTrace trace = silent.trace(manager, inputs.all(), new TraceOptions(true, 1))) {
      assertArrayEquals(expected, trace.outputs().get(0).toFloatArray());
    }
    try (BlockTrace trace = chain.trace(manager, inputs.all(), new TraceOptions(false, 1))) {
      assertFalse(Arrays.equals(expected, trace.outputs().get(0).toFloatArray()));
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    settings.put("lora.dropout", manager.create(0.0));
    Map<String, NDArray> weights = new TreeMap<>();
    BlockChain chain = chain(Precision.FP32, weights);
    Inputs inputs = new Inputs(Precision.FP32, 3, 5);
    Map<String, float[]> gradients = new TreeMap<>();
    inputs.backward(chain, new TraceOptions(true, 1), (n, g) -> gradients.put(n, g.toFloatArray()));
    assertEquals(
        Set.of("blocks.0.norm.linear.lora_A.weight", "blocks.0.norm.linear.lora_B.weight"),
        prefixed(gradients, "blocks.0.norm."));
    for (String name :
        List.of(
            "blocks.0.to_q.lora_A.weight", "blocks.2.norm.linear.lora_B.weight", "proj.weight")) {
      double slope = inputs.slope(chain, Objects.requireNonNull(weights.get(name)));
      float[] gradient = Objects.requireNonNull(gradients.get(name));
      assertEquals(slope, gradient[1], 2e-2 * norm(gradient), name);
    }
  }

  @Test
  void leavesNothingBehind() {
    BlockChain chain = chain(Precision.BF16);
    Inputs inputs = new Inputs(Precision.BF16, 3, 5);
    int before = manager.getManagedArrays().size();
    for (boolean checkpointing : new boolean[] {true, false}) {
      inputs.gradients(chain, checkpointing, 7);
      inputs.infer(chain);
      assertEquals(before, manager.getManagedArrays().size());
    }
    for (NDArray array : manager.getManagedArrays()) {
      assertFalse(array.hasGradient());
    }
  }

  @Test
  void aTraceIsUsedOnce() {
    BlockChain chain = chain(Precision.FP32);
    Inputs inputs = new Inputs(Precision.FP32, 3, 5);
    try (NDManager scope = manager.newSubManager();
        BlockTrace trace = chain.trace(scope, inputs.all(), new TraceOptions(true, 1))) {
      List<NDArray> upstream = List.of(inputs.upstream);
      trace.backward(scope, upstream, (name, gradient) -> {});
      assertThrows(
          IllegalStateException.class,
          () -> trace.backward(scope, upstream, (name, gradient) -> {}));
    }
  }

  @Test
  void skipsBlocksWithoutTrainables() {
    Map<String, NDArray> weights = new TreeMap<>();
    BlockChain whole = chain(Precision.FP32, weights);
    List<Block> frozen = new ArrayList<>();
    for (Block block : whole.blocks()) {
      Set<String> trainable = block.path().equals("blocks.2.") ? block.trainable() : Set.of();
      frozen.add(new Block(program, block.method(), block.path(), block.weights(), trainable));
    }
    Inputs inputs = new Inputs(Precision.FP32, 3, 5);
    Map<String, ByteBuffer> all = inputs.gradients(whole, true, 7);
    Map<String, ByteBuffer> some = new TreeMap<>();
    try (NDManager scope = manager.newSubManager();
        BlockTrace trace =
            new BlockChain(frozen, settings)
                .trace(
                    scope,
                    BlockInputs.constant(inputs.streams, inputs.shared),
                    new TraceOptions(true, 7))) {
      trace.backward(
          scope,
          List.of(inputs.upstream),
          (name, gradient) -> some.put(name, Tensors.bytes(gradient, 0, gradient.size())));
    }
    assertEquals(6, some.size());
    some.forEach((name, gradient) -> assertEquals(all.get(name), gradient, name));
  }

  private static Set<String> prefixed(Map<String, ?> map, String prefix) {
    return Set.copyOf(map.keySet().stream().filter(name -> name.startsWith(prefix)).toList());
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    assertTrue(sum > 0);
    return Math.sqrt(sum);
  }

  private BlockChain chain(Precision precision) {
    return chain(precision, new TreeMap<>());
  }

  /** Fills {@code weights} with the live arrays by their names in the network. */
  private BlockChain chain(Precision precision, Map<String, NDArray> weights) {
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
  private final class Inputs {
    private final List<NDArray> streams;
    private final Map<String, NDArray> shared;
    private final NDArray upstream;

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

    Map<String, ByteBuffer> gradients(BlockChain chain, boolean checkpointing, long seed) {
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
