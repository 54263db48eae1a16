package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One block's forward pass with everything that its gradients need; used once. */
final class RecordedBlock implements AutoCloseable {
  private static final TorchProgram AUTOGRAD =
      TorchProgram.compile(Script.resource(RecordedBlock.class, "autograd"));

  /** The method that computes a block's gradients. */
  static final String GRADIENTS = "gradients";

  private final Block block;
  private final NDManager scope;
  private final boolean streamGradients;
  private final List<String> sharedGradients;
  private final List<String> trainable;
  private NDList leaves = new NDList();
  private NDList outputs = new NDList();

  private RecordedBlock(NDManager parent, Block block, BlockInputs inputs) {
    this.block = block;
    scope = parent.newSubManager();
    streamGradients = inputs.streamGradients();
    sharedGradients = List.copyOf(inputs.sharedGradients());
    trainable = List.copyOf(block.trainable());
  }

  /** Whether a block has anything to record for inputs of which these gradients are wanted. */
  static boolean needed(Block block, BlockInputs inputs) {
    return inputs.streamGradients()
        || !inputs.sharedGradients().isEmpty()
        || !block.trainable().isEmpty();
  }

  /** Runs a block; its dropout takes Torch's generator as the caller has seeded it. */
  static RecordedBlock run(
      NDManager parent, Block block, BlockInputs inputs, Map<String, NDArray> settings) {
    RecordedBlock recorded = new RecordedBlock(parent, block, inputs);
    try {
      recorded.forward(inputs, settings);
      return recorded;
    } catch (RuntimeException e) {
      recorded.close();
      throw e;
    }
  }

  private void forward(BlockInputs inputs, Map<String, NDArray> settings) {
    List<NDArray> originals = new ArrayList<>();
    if (streamGradients) {
      originals.addAll(inputs.streams());
    }
    sharedGradients.forEach(name -> originals.add(inputs.shared().get(name)));
    trainable.forEach(name -> originals.add(block.weights().get(name)));
    leaves = AUTOGRAD.call(scope, "leaves", Arguments.none().list(originals));

    int next = 0;
    List<NDArray> streams = inputs.streams();
    if (streamGradients) {
      next = streams.size();
      streams = leaves.subList(0, next);
    }
    Map<String, NDArray> shared = new LinkedHashMap<>(inputs.shared());
    for (String name : sharedGradients) {
      shared.put(name, leaves.get(next++));
    }
    Map<String, NDArray> weights = new LinkedHashMap<>(block.weights());
    for (String name : trainable) {
      weights.put(name, leaves.get(next++));
    }
    Optional<ProductLog> log = ProductLog.open(scope);
    log.ifPresent(open -> open.join(shared, weights));
    try (FrozenWeights.Use frozen = block.frozen().use()) {
      Arguments arguments = Block.arguments(streams, shared, weights, frozen, settings);
      outputs = block.program().record(scope, block.method(), arguments);
    }
    log.ifPresent(open -> ProgramTimes.noted(block, open.read()));
  }

  /** The outputs, which hold on to the recording; owned by this object. */
  NDList outputs() {
    return outputs;
  }

  /**
   * Computes gradients and frees the recording.
   *
   * @param results manager that owns them
   * @param upstream gradients of the outputs
   * @return gradients of the inputs that were asked for, and of the trainables
   */
  Result gradients(NDManager results, List<NDArray> upstream) {
    NDList found =
        AUTOGRAD.call(
            results,
            GRADIENTS,
            Arguments.none()
                .list(outputs)
                .list(upstream)
                .list(leaves)
                .scalar(sharedGradients.size() + trainable.size()));
    int next = leaves.size() - trainable.size() - sharedGradients.size();
    List<NDArray> streams = List.copyOf(found.subList(0, next));
    Map<String, NDArray> shared = new LinkedHashMap<>();
    for (String name : sharedGradients) {
      shared.put(name, found.get(next++));
    }
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    for (String name : trainable) {
      parameters.put(block.path() + name, found.get(next++));
    }
    return new Result(new BlockGradients(streams, shared), parameters);
  }

  @Override
  public void close() {
    scope.close();
  }

  /** Gradients of a block's inputs, and of its trainables by their names in the network, fp32. */
  record Result(BlockGradients inputs, Map<String, NDArray> parameters) {}
}
