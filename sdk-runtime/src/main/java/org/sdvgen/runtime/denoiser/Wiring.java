package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.FrozenWeights;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * Distributes a network's weights over its blocks. Every tensor belongs to exactly one block: a
 * tensor that no block claims would have no effect, and one that two blocks claim would get the
 * gradients of both under one name.
 */
public final class Wiring {
  private final NDManager manager;
  private final TorchProgram program;
  private final NetworkWeights weights;
  private final boolean training;
  private final Map<String, String> claims = new LinkedHashMap<>();

  /**
   * Starts with all weights unclaimed.
   *
   * @param manager owns the arrays made for the blocks
   * @param program the network's program
   * @param weights the weights that the network runs with
   * @param training whether an adapter drops inputs
   */
  Wiring(NDManager manager, TorchProgram program, NetworkWeights weights, boolean training) {
    this.manager = manager;
    this.program = program;
    this.weights = weights;
    this.training = training;
  }

  /** Returns the backbone's settings that the adapters are used with, by name. */
  public Map<String, String> adapterSettings() {
    return weights.adapterSettings();
  }

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

  private Block block(String method, String path, Set<String> prefixes) {
    Predicate<String> isOwn = name -> prefixes.stream().anyMatch(name::startsWith);
    String block = (method + " " + path).strip();
    Map<String, NDArray> own = new LinkedHashMap<>();
    List<String> pretrained = new ArrayList<>();
    for (String name : weights.base().shapes().keySet()) {
      if (isOwn.test(name) && !weights.tensors().containsKey(name)) {
        claim(name, block);
        pretrained.add(name);
      }
    }
    Set<String> trainable = new LinkedHashSet<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (isOwn.test(name)) {
                claim(name, block);
                String shortName = name.substring(path.length());
                own.put(shortName, tensor);
                if (weights.trainable().contains(name)) {
                  trainable.add(shortName);
                }
              }
            });
    FrozenWeights frozen = weights.base().block(pretrained, path.length());
    return new Block(program, method, path, own, trainable, frozen);
  }

  private void claim(String name, String block) {
    String other = claims.put(name, block);
    if (other != null) {
      throw new IllegalStateException(
          "two blocks of the network claim the tensor %s: %s and %s".formatted(name, other, block));
    }
  }

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
  public Chains chains(List<Block> time, List<Block> main, Map<String, Double> numbers) {
    Set<String> unclaimed = new LinkedHashSet<>(weights.base().shapes().keySet());
    unclaimed.addAll(weights.tensors().keySet());
    unclaimed.removeAll(claims.keySet());
    if (!unclaimed.isEmpty()) {
      throw new IllegalStateException(
          "no block of the network claims these tensors, which would have no effect: "
              + String.join(", ", unclaimed));
    }
    return new Chains(time, main, tensors(numbers));
  }

  private Map<String, NDArray> tensors(Map<String, Double> numbers) {
    NDManager host = manager.newSubManager(Devices.cpu());
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    numbers.forEach((name, number) -> tensors.put(name, host.create(number.doubleValue())));
    tensors.put("dtype", host.create((double) weights.base().precision().scalarType()));
    tensors.put("lora.scale", host.create(weights.adapterScale()));
    tensors.put("lora.dropout", host.create(training ? weights.adapterDropout() : 0.0));
    return tensors;
  }
}
