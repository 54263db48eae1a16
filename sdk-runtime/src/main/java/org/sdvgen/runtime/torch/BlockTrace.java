package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A forward pass of a chain in training mode, and its backward.
 *
 * <p>With checkpointing a block's inputs are kept and the block is run again, with the same dropout
 * masks, when its gradients are due; without, every block's recording is kept. So are those of the
 * last large block and of the small ones after it in any case, if their backward comes next.
 * Backward ends at the first block that a wanted gradient passes through.
 */
public final class BlockTrace implements AutoCloseable {
  private final BlockChain chain;
  private final BlockInputs inputs;
  private final TraceOptions options;
  private final NDManager scope;
  private final List<Step> steps = new ArrayList<>();
  private List<NDArray> outputs;
  private boolean used;

  /**
   * One block's part of the trace.
   *
   * @param inputs its inputs, of which it is known whether gradients are wanted
   * @param recorded its recorded graph, unless backward recomputes it
   * @param kept what it keeps for the recomputation
   */
  private record Step(
      BlockInputs inputs, @Nullable RecordedBlock recorded, Map<String, NDArray> kept) {}

  private BlockTrace(BlockChain chain, NDManager parent, BlockInputs inputs, TraceOptions options) {
    this.chain = chain;
    this.inputs = inputs;
    this.options = options;
    scope = parent.newSubManager();
    outputs = inputs.streams();
  }

  static BlockTrace forward(
      BlockChain chain, NDManager parent, BlockInputs inputs, TraceOptions options) {
    BlockTrace trace = new BlockTrace(chain, parent, inputs, options);
    try {
      boolean streamGradients = inputs.streamGradients();
      for (int i = 0; i < chain.blocks().size(); i++) {
        BlockInputs own =
            new BlockInputs(
                trace.outputs, inputs.shared(), streamGradients, inputs.sharedGradients());
        trace.forward(i, own);
        streamGradients |= RecordedBlock.needed(chain.blocks().get(i), own);
      }
      return trace;
    } catch (RuntimeException e) {
      trace.close();
      throw e;
    }
  }

  private void forward(int index, BlockInputs own) {
    Block block = chain.blocks().get(index);
    boolean needed = RecordedBlock.needed(block, own);
    if (needed && records(index)) {
      RecordedBlock recorded =
          BlockChain.withDropout(
              options, index, () -> forward(block, () -> chain.record(scope, index, own)));
      outputs = recorded.outputs().stream().map(NDArray::stopGradient).toList();
      steps.add(new Step(own, recorded, Map.of()));
    } else if (needed) {
      boolean attention = options.checkpointing() == GradientCheckpointing.SELECTIVE;
      KeptResults.Result result =
          BlockChain.withDropout(
              options, index, () -> forward(block, () -> chain.keep(scope, index, own, attention)));
      outputs = result.streams();
      steps.add(new Step(own, null, result.kept()));
    } else {
      outputs =
          BlockChain.withDropout(
              options,
              index,
              () -> forward(block, () -> chain.run(scope, index, own.streams(), own.shared())));
      steps.add(new Step(own, null, Map.of()));
    }
  }

  private static <T> T forward(Block block, Supplier<T> run) {
    return ProgramTimes.at(block, ProgramTimes.Phase.FORWARD, run);
  }

  private boolean records(int index) {
    return options.checkpointing() == GradientCheckpointing.NONE
        || (options.backwardNext() && index >= chain.end());
  }

  /**
   * Returns whether attention was to be kept and no block has kept any, so that all of it is
   * recomputed.
   */
  public boolean keepsNoAttention() {
    boolean recomputes =
        IntStream.range(0, steps.size())
            .anyMatch(
                i ->
                    steps.get(i).recorded() == null
                        && RecordedBlock.needed(chain.blocks().get(i), steps.get(i).inputs()));
    return options.checkpointing() == GradientCheckpointing.SELECTIVE
        && recomputes
        && steps.stream().noneMatch(step -> KeptResults.hasAttention(step.kept()));
  }

  /** Returns the last block's streams, which live as long as this trace. */
  public List<NDArray> outputs() {
    return outputs;
  }

  /**
   * Computes all gradients, once.
   *
   * @param results manager that owns the returned gradients
   * @param upstream gradient of the loss by each output, in its shape
   * @param gradients takes the gradient of each trainable, fp32, by its name in the network; the
   *     array is closed after the call
   * @return gradients of the inputs that were asked for
   */
  public BlockGradients backward(
      NDManager results, List<NDArray> upstream, BiConsumer<String, NDArray> gradients) {
    if (used) {
      throw new IllegalStateException("backward() may be called only once");
    }
    used = true;
    Map<String, NDArray> sharedSums = new LinkedHashMap<>();
    List<NDArray> current = upstream;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (!RecordedBlock.needed(chain.blocks().get(i), step.inputs())) {
        break; // nor is any block before this one
      }
      RecordedBlock.Result found = gradients(i, step, current);
      found.parameters().forEach(gradients);
      found.parameters().values().forEach(NDArray::close);
      found.inputs().shared().forEach((name, part) -> sum(sharedSums, name, part));
      if (current != upstream) {
        current.forEach(NDArray::close);
      }
      current = found.inputs().streams();
    }
    List<NDArray> streams = inputs.streamGradients() ? current : List.of();
    streams.forEach(gradient -> gradient.attach(results));
    sharedSums.values().forEach(gradient -> gradient.attach(results));
    return new BlockGradients(streams, sharedSums);
  }

  private RecordedBlock.Result gradients(int index, Step step, List<NDArray> upstream) {
    try (RecordedBlock recorded = recorded(index, step)) {
      return ProgramTimes.at(
          chain.blocks().get(index),
          ProgramTimes.Phase.BACKWARD,
          () -> recorded.gradients(scope, upstream));
    } finally {
      // The next block's recording is done with: these were its inputs.
      if (index > 0) {
        step.inputs().streams().forEach(NDArray::close);
      }
      step.kept().values().forEach(NDArray::close);
    }
  }

  private RecordedBlock recorded(int index, Step step) {
    if (step.recorded() != null) {
      return step.recorded();
    }
    return BlockChain.withDropout(
        options,
        index,
        () ->
            ProgramTimes.at(
                chain.blocks().get(index),
                ProgramTimes.Phase.AGAIN,
                () -> chain.recordAgain(scope, index, step.inputs(), step.kept())));
  }

  private static void sum(Map<String, NDArray> sums, String name, NDArray part) {
    NDArray sum = sums.putIfAbsent(name, part);
    if (sum != null) {
      sum.addi(part);
      part.close();
    }
  }

  /** Frees the tensors saved for backward, and the outputs. */
  @Override
  public void close() {
    scope.close();
  }
}
