package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Weights of a block that are never trained and may be on the device only while it computes. */
public interface FrozenWeights {
  /** No weights: a block that holds all of its own. */
  FrozenWeights NONE = () -> new Use(Map.of(), () -> {});

  /**
   * Brings the weights to the device, waiting until they are there.
   *
   * @return the weights, which the caller closes after the block's program has returned; recorded
   *     programs hold on to what their gradients need
   * @throws org.sdvgen.api.error.InputException if they cannot be read
   */
  Use use();

  /**
   * Weights in use.
   *
   * @param tensors by their names below the block's path; they stay their owner's
   * @param done called when they are not needed any more
   */
  record Use(Map<String, NDArray> tensors, Runnable done) implements AutoCloseable {
    @Override
    public void close() {
      done.run();
    }
  }
}
