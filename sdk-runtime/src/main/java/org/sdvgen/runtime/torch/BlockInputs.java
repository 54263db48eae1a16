package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of a chain of blocks. The arrays stay the caller's, who keeps them until a trace of
 * them is closed.
 *
 * @param streams activations of the first block, floating point, at least one
 * @param shared tensors that every block sees, at least one
 * @param streamGradients whether gradients of the streams are wanted
 * @param sharedGradients names of the shared tensors that gradients are wanted for
 */
public record BlockInputs(
    List<NDArray> streams,
    Map<String, NDArray> shared,
    boolean streamGradients,
    Set<String> sharedGradients) {
  /** Copies the collections, keeping their order. */
  public BlockInputs {
    streams = List.copyOf(streams);
    shared = Collections.unmodifiableMap(new LinkedHashMap<>(shared));
    sharedGradients = Collections.unmodifiableSet(new LinkedHashSet<>(sharedGradients));
    if (!shared.keySet().containsAll(sharedGradients)) {
      throw new IllegalArgumentException("gradients are wanted for a tensor that is not shared");
    }
  }

  /**
   * Inputs that need no gradients themselves.
   *
   * @param streams activations of the first block
   * @param shared tensors that every block sees
   * @return the inputs
   */
  public static BlockInputs constant(List<NDArray> streams, Map<String, NDArray> shared) {
    return new BlockInputs(streams, shared, false, Set.of());
  }
}
