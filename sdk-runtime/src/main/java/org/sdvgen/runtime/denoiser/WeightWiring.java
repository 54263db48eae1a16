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

/** Gives the blocks of a network the weights that it runs with. */
final class WeightWiring extends Wiring {
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
  WeightWiring(NDManager manager, TorchProgram program, NetworkWeights weights, boolean training) {
    this.manager = manager;
    this.program = program;
    this.weights = weights;
    this.training = training;
  }

  @Override
  public Map<String, String> adapterSettings() {
    return weights.adapterSettings();
  }

  @Override
  Block block(String method, String path, Set<String> prefixes) {
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

  @Override
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
