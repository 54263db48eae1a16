package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One stage of a network: a program's method with the weights it needs.
 *
 * <p>The method has the signature
 *
 * <pre>{@code
 * def block(self, streams: List[Tensor], shared: Dict[str, Tensor], w: Dict[str, Tensor]) -> List[Tensor]
 * }</pre>
 *
 * <p>Streams are the activations that one block hands to the next (text, reference, video), shared
 * tensors are the same for all blocks of a chain (time embedding, rotary tables, masks).
 *
 * @param program the network's program
 * @param method the method's name
 * @param path where the block sits in the network, with its final dot, such as {@code
 *     transformer_blocks.3.}; put before the names of its weights when gradients are reported
 * @param weights the weights that the block holds, by their names below the path, adapters included
 * @param trainable names in {@code weights} that gradients are wanted for
 * @param frozen further weights, which it does not hold
 */
public record Block(
    TorchProgram program,
    String method,
    String path,
    Map<String, NDArray> weights,
    Set<String> trainable,
    FrozenWeights frozen) {
  /** Copies the collections, keeping their order, and checks that every trainable is a weight. */
  public Block {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    trainable = Collections.unmodifiableSet(new LinkedHashSet<>(trainable));
    if (!weights.keySet().containsAll(trainable)) {
      throw new IllegalArgumentException("a trainable of " + path + " is not among its weights");
    }
  }

  /**
   * A block that holds all of its weights.
   *
   * @param program the network's program
   * @param method the method's name
   * @param path where the block sits in the network
   * @param weights the block's weights by their names below the path, adapters included
   * @param trainable names in {@code weights} that gradients are wanted for
   */
  public Block(
      TorchProgram program,
      String method,
      String path,
      Map<String, NDArray> weights,
      Set<String> trainable) {
    this(program, method, path, weights, trainable, FrozenWeights.NONE);
  }

  /** Lines up the arguments of one call; {@code settings} join the weights. */
  static Arguments arguments(
      List<NDArray> streams,
      Map<String, NDArray> shared,
      Map<String, NDArray> weights,
      FrozenWeights.Use frozen,
      Map<String, NDArray> settings) {
    Map<String, NDArray> all = new LinkedHashMap<>(frozen.tensors());
    all.putAll(weights);
    all.putAll(settings);
    return Arguments.none().list(streams).dict(shared).dict(all);
  }
}
