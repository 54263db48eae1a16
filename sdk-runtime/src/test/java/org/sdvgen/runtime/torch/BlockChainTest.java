package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sdvgen.runtime.torch.GradientCheckpointing.FULL;
import static org.sdvgen.runtime.torch.GradientCheckpointing.NONE;
import static org.sdvgen.runtime.torch.GradientCheckpointing.SELECTIVE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlockChainTest {
  private static final List<GradientCheckpointing> WAYS = List.of(NONE, FULL, SELECTIVE);

  private final TinyChain tiny = new TinyChain();

  @AfterEach
  void close() {
    tiny.close();
  }

  @ParameterizedTest
  @CsvSource({"FP32", "BF16"})
  void checkpointingChangesNoBit(Precision precision) {
    BlockChain chain = tiny.chain(precision);
    TinyChain.Inputs small = tiny.new Inputs(precision, 3, 5);
    TinyChain.Inputs large = tiny.new Inputs(precision, 4, 33);
    Map<String, ByteBuffer> first = small.gradients(chain, NONE, 7);
    Map<String, ByteBuffer> firstLarge = large.gradients(chain, FULL, 9);
    for (int call = 1; call < 7; call++) {
      GradientCheckpointing way = WAYS.get(call % 3);
      assertEquals(first, small.gradients(chain, way, 7), way.name());
      assertEquals(firstLarge, large.gradients(chain, way, 9), way.name());
    }
    assertNotEquals(first, small.gradients(chain, FULL, 8), "another dropout seed");
  }

  /** The last block with attention is recorded at once only where its backward comes next. */
  @ParameterizedTest
  @EnumSource(GradientCheckpointing.class)
  void theOrderOfBackwardChangesNoBit(GradientCheckpointing way) {
    BlockChain chain = tiny.chain(Precision.FP32);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    Map<String, ByteBuffer> expected = inputs.gradients(chain, NONE, 7);
    Map<String, ByteBuffer> found = new TreeMap<>();
    inputs.backward(
        chain,
        new TraceOptions(way, false, 7),
        (name, gradient) -> found.put(name, Tensors.bytes(gradient, 0, gradient.size())));
    assertEquals(expected, found);
  }

  @Test
  void selectiveTakesTheResultsThatWereKept() {
    BlockChain chain = tiny.chain(Precision.FP32);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    try (NDManager scope = tiny.manager.newSubManager()) {
      KeptResults.Result result = chain.keep(scope, 0, inputs.all(), true);
      assertEquals(2, result.streams().size());
      assertEquals(
          Set.of("kept.attention.0.1.result", "kept.attention.0.1.logsumexp"),
          result.kept().keySet());
      NDArray attention = result.kept().get("kept.attention.0.1.result");
      assertEquals(new Shape(2, 2, 8, 4), Objects.requireNonNull(attention).getShape());
      attention.muli(3);
      float[] recorded =
          chain.recordAgain(scope, 0, inputs.all(), result.kept()).outputs().get(0).toFloatArray();
      float[] text = inputs.streams.get(0).toFloatArray();
      float[] first = result.streams().get(0).toFloatArray();
      for (int i = 0; i < text.length; i++) {
        assertEquals(text[i] + 3 * (first[i] - text[i]), recorded[i], 1e-4);
      }
    }
  }

  @Test
  void saysWhenNoAttentionIsKept() {
    BlockChain chain = tiny.chain(Precision.FP32);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    assertFalse(keepsNoAttention(chain, inputs, SELECTIVE));
    TinyChain other = new TinyChain(", shared=shared", "");
    assertTrue(keepsNoAttention(other.chain(Precision.FP32), inputs, SELECTIVE));
    assertFalse(keepsNoAttention(other.chain(Precision.FP32), inputs, FULL));
    assertEquals(
        inputs.gradients(chain, NONE, 7),
        inputs.gradients(other.chain(Precision.FP32), SELECTIVE, 7));
    other.close();
  }

  private boolean keepsNoAttention(
      BlockChain chain, TinyChain.Inputs inputs, GradientCheckpointing way) {
    try (BlockTrace trace = chain.trace(tiny.manager, inputs.all(), new TraceOptions(way, 1))) {
      return trace.keepsNoAttention();
    }
  }

  @Test
  void twoTrainersInOneProcessKeepTheirDropout() throws InterruptedException, ExecutionException {
    List<Map<String, ByteBuffer>> expected = new ArrayList<>();
    List<Callable<Set<Map<String, ByteBuffer>>>> trainers = new ArrayList<>();
    for (int trainer = 0; trainer < 3; trainer++) {
      BlockChain chain = tiny.chain(Precision.FP32);
      TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
      GradientCheckpointing checkpointing = WAYS.get(trainer);
      long seed = trainer;
      expected.add(inputs.gradients(chain, checkpointing, seed));
      trainers.add(
          () -> {
            Set<Map<String, ByteBuffer>> found = new HashSet<>();
            for (int step = 0; step < 40; step++) {
              found.add(inputs.gradients(chain, checkpointing, seed));
            }
            return found;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Set<Map<String, ByteBuffer>>>> found = threads.invokeAll(trainers);
      for (int trainer = 0; trainer < 3; trainer++) {
        assertEquals(Set.of(expected.get(trainer)), found.get(trainer).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void dropoutIsOffInInference() {
    BlockChain chain = tiny.chain(Precision.FP32);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    tiny.setDropout(0);
    BlockChain silent = tiny.chain(Precision.FP32);
    float[] expected = inputs.infer(silent);
    assertArrayEquals(expected, inputs.infer(silent));
    try (BlockTrace trace = silent.trace(tiny.manager, inputs.all(), new TraceOptions(FULL, 1))) {
      assertArrayEquals(expected, trace.outputs().get(0).toFloatArray());
    }
    try (BlockTrace trace = chain.trace(tiny.manager, inputs.all(), new TraceOptions(NONE, 1))) {
      assertFalse(Arrays.equals(expected, trace.outputs().get(0).toFloatArray()));
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    tiny.setDropout(0);
    Map<String, NDArray> weights = new TreeMap<>();
    BlockChain chain = tiny.chain(Precision.FP32, weights);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    Map<String, float[]> gradients = new TreeMap<>();
    inputs.backward(chain, new TraceOptions(FULL, 1), (n, g) -> gradients.put(n, g.toFloatArray()));
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
    BlockChain chain = tiny.chain(Precision.BF16);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.BF16, 3, 5);
    int before = tiny.manager.getManagedArrays().size();
    for (GradientCheckpointing checkpointing : GradientCheckpointing.values()) {
      inputs.gradients(chain, checkpointing, 7);
      inputs.infer(chain);
      assertEquals(before, tiny.manager.getManagedArrays().size());
    }
    for (NDArray array : tiny.manager.getManagedArrays()) {
      assertFalse(array.hasGradient());
    }
  }

  @Test
  void aTraceIsUsedOnce() {
    BlockChain chain = tiny.chain(Precision.FP32);
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    try (NDManager scope = tiny.manager.newSubManager();
        BlockTrace trace = chain.trace(scope, inputs.all(), new TraceOptions(FULL, 1))) {
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
    BlockChain whole = tiny.chain(Precision.FP32, weights);
    List<Block> frozen = new ArrayList<>();
    for (Block block : whole.blocks()) {
      Set<String> trainable = block.path().equals("blocks.2.") ? block.trainable() : Set.of();
      frozen.add(new Block(tiny.program, block.method(), block.path(), block.weights(), trainable));
    }
    TinyChain.Inputs inputs = tiny.new Inputs(Precision.FP32, 3, 5);
    Map<String, ByteBuffer> all = inputs.gradients(whole, FULL, 7);
    Map<String, ByteBuffer> some = new TreeMap<>();
    try (NDManager scope = tiny.manager.newSubManager();
        BlockTrace trace =
            new BlockChain(frozen, tiny.settings())
                .trace(
                    scope,
                    BlockInputs.constant(inputs.streams, inputs.shared),
                    new TraceOptions(FULL, 7))) {
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
}
