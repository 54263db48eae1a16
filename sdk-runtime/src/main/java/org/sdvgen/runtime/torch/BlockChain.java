package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Blocks that are run one after the other, each taking the streams that the one before gives: a
 * whole network from its embedding to its head, or a part of it.
 */
public final class BlockChain {
  private static final Object GENERATOR = new Object();

  private final List<Block> blocks;
  private final Map<String, NDArray> settings;
  private final int end;

  /**
   * A chain.
   *
   * @param blocks the blocks, first to last, at least one
   * @param settings entries added to every block's weights, such as {@code lora.scale} and {@code
   *     lora.dropout} as 0-d tensors on the CPU
   */
  public BlockChain(List<Block> blocks, Map<String, NDArray> settings) {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("a chain needs a block");
    }
    this.blocks = List.copyOf(blocks);
    this.settings = Map.copyOf(settings);
    end = findEnd();
  }

  /**
   * Runs all blocks without recording gradients, freeing each block's inputs when it is done.
   *
   * @param results manager that owns the last block's streams
   * @param inputs the inputs
   * @return the last block's streams
   */
  public NDList infer(NDManager results, BlockInputs inputs) {
    NDList streams = new NDList(inputs.streams());
    for (int i = 0; i < blocks.size(); i++) {
      NDList next = run(results, i, streams, inputs.shared());
      if (i > 0) {
        streams.close();
      }
      streams = next;
    }
    return streams;
  }

  /**
   * Runs all blocks in training mode.
   *
   * @param parent manager in which the trace lives
   * @param inputs the inputs
   * @param options how
   * @return the trace, which the caller closes
   */
  public BlockTrace trace(NDManager parent, BlockInputs inputs, TraceOptions options) {
    return BlockTrace.forward(this, parent, inputs, options);
  }

  List<Block> blocks() {
    return blocks;
  }

  NDList run(NDManager results, int index, List<NDArray> streams, Map<String, NDArray> shared) {
    Block block = blocks.get(index);
    try (FrozenWeights.Use frozen = block.frozen().use()) {
      Arguments arguments = Block.arguments(streams, shared, block.weights(), frozen, settings);
      return block.program().call(results, block.method(), arguments);
    }
  }

  /**
   * Runs a block without recording and takes what it keeps for being run again.
   *
   * @param attention whether its attention is to keep its results
   */
  KeptResults.Result keep(NDManager results, int index, BlockInputs inputs, boolean attention) {
    Block block = blocks.get(index);
    if (!block.program().keeps(block.method())) {
      return new KeptResults.Result(
          run(results, index, inputs.streams(), inputs.shared()), Map.of());
    }
    try (FrozenWeights.Use frozen = block.frozen().use();
        NDArray mark = results.create(true)) {
      Map<String, NDArray> shared = new LinkedHashMap<>(inputs.shared());
      if (attention) {
        shared.put(KeptResults.KEEP_ATTENTION, mark);
      }
      Arguments arguments =
          Block.arguments(inputs.streams(), shared, block.weights(), frozen, settings);
      return block.program().callKeeping(results, block.method(), arguments);
    }
  }

  /** Runs a block again, with recording and with what it kept. */
  RecordedBlock recordAgain(
      NDManager parent, int index, BlockInputs inputs, Map<String, NDArray> kept) {
    try (NDArray mark = parent.create(true)) {
      Map<String, NDArray> shared = new LinkedHashMap<>(inputs.shared());
      shared.putAll(kept);
      shared.put(KeptResults.AGAIN, mark);
      BlockInputs all =
          new BlockInputs(
              inputs.streams(), shared, inputs.streamGradients(), inputs.sharedGradients());
      return record(parent, index, all);
    }
  }

  /**
   * The first block of the end of the chain: its last large block, which is the last one whose
   * method another block has, too.
   *
   * @return its index; the number of blocks if no two blocks have one method
   */
  int end() {
    return end;
  }

  private int findEnd() {
    for (int i = blocks.size() - 1; i > 0; i--) {
      String method = blocks.get(i).method();
      if (blocks.subList(0, i).stream().anyMatch(block -> block.method().equals(method))) {
        return i;
      }
    }
    return blocks.size();
  }

  RecordedBlock record(NDManager parent, int index, BlockInputs inputs) {
    return RecordedBlock.run(parent, blocks.get(index), inputs, settings);
  }

  /**
   * Runs a block with Torch's generator, which only dropout uses, seeded on every device. There is
   * one generator in a process: other threads that train wait until this block has drawn.
   */
  static <T> T withDropout(TraceOptions options, int block, Supplier<T> run) {
    synchronized (GENERATOR) {
      JniUtils.setSeed(options.blockSeed(block));
      return run.get();
    }
  }
}
