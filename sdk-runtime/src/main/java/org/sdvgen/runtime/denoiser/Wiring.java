package org.sdvgen.runtime.denoiser;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.runtime.torch.Block;

/**
 * Distributes a network's weights over its blocks. Every tensor belongs to exactly one block: a
 * tensor that no block claims would have no effect, and one that two blocks claim would get the
 * gradients of both under one name.
 */
public abstract sealed class Wiring permits WeightWiring, WiringOutline {
  /** Wirings are made here alone. */
  Wiring() {}

  /** Returns the backbone's settings that the adapters are used with, by name. */
  public abstract Map<String, String> adapterSettings();

  /**
   * Makes a block of all weights below a path, which their names lose in the script.
   *
   * @param method the script's method
   * @param path the block's place in the network, with its final dot
   * @return the block
   * @throws IllegalStateException if another block has claimed one of the weights
   */
  public Block block(String method, String path) {
    return block(method, path, Set.of(path));
  }

  /**
   * Makes a block of layers that the script finds under their full names.
   *
   * @param method the script's method
   * @param prefixes the prefixes of the layers' names
   * @return the block
   * @throws IllegalStateException if another block has claimed one of the weights
   */
  public Block layers(String method, String... prefixes) {
    return block(method, "", Set.of(prefixes));
  }

  /** Makes a block of the weights whose names begin with one of the prefixes. */
  abstract Block block(String method, String path, Set<String> prefixes);

  /**
   * Puts the blocks together. Scripts find the configuration's numbers in 0-d tensors on the CPU
   * among every block's weights, and besides them {@code dtype}, the ScalarType of the activations,
   * and scale and dropout of the adapter as {@code lora.scale} and {@code lora.dropout}.
   *
   * @param time the blocks from timesteps to their embeddings
   * @param main the blocks from text, references and latents to the prediction
   * @param numbers the configuration's numbers by name
   * @return the chains
   * @throws IllegalStateException if no block has claimed one of the weights
   */
  public abstract Chains chains(List<Block> time, List<Block> main, Map<String, Double> numbers);
}
