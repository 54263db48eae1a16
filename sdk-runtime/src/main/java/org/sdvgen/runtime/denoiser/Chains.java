package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.BlockChain;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * The two chains of blocks that make a network, wired to weights.
 *
 * @param time from timesteps to their embeddings
 * @param main from text, references and latents to the prediction
 * @param numbers the configuration's numbers, for every block
 */
public record Chains(List<Block> time, List<Block> main, Map<String, NDArray> numbers) {
  /** Copies the lists. */
  public Chains {
    time = List.copyOf(time);
    main = List.copyOf(main);
  }

  /**
   * Puts a configuration's numbers where programs read them: in 0-d tensors on the CPU. Scale and
   * dropout of the adapter are added as {@code lora.scale} and {@code lora.dropout}.
   *
   * @param manager owns them
   * @param configuration numbers by name
   * @param weights says how the adapter is used
   * @param training whether it drops inputs
   * @return the numbers by name
   */
  public static Map<String, NDArray> numbers(
      NDManager manager,
      Map<String, Double> configuration,
      NetworkWeights weights,
      boolean training) {
    NDManager host = manager.newSubManager(Devices.cpu());
    Map<String, NDArray> numbers = new LinkedHashMap<>();
    configuration.forEach((name, number) -> numbers.put(name, host.create(number.doubleValue())));
    numbers.put("lora.scale", host.create(weights.adapterScale()));
    numbers.put("lora.dropout", host.create(training ? weights.adapterDropout() : 0.0));
    return numbers;
  }

  /** Returns the chain from timesteps to their embeddings. */
  BlockChain timeChain() {
    return timeChain(time.size());
  }

  /** Returns the first blocks of the time chain. */
  BlockChain timeChain(int blocks) {
    return new BlockChain(time.subList(0, blocks), numbers);
  }

  /** Returns the chain from text, references and latents to the prediction. */
  BlockChain mainChain() {
    return mainChain(main.size());
  }

  /** Returns the first blocks of the main chain, as many as asked for and there are. */
  BlockChain mainChain(int blocks) {
    return new BlockChain(main.subList(0, Math.min(blocks, main.size())), numbers);
  }

  /** Returns whether gradients must go back through the timesteps' embeddings. */
  boolean trainsTime() {
    return time.stream().anyMatch(block -> !block.trainable().isEmpty());
  }

  /**
   * Shares a network's weights out between its blocks.
   *
   * @param program the network's program
   * @param weights all weights
   */
  public record Wiring(TorchProgram program, NetworkWeights weights) {
    /**
     * Makes a block of all weights below a path, which their names lose in the script.
     *
     * @param method the script's method
     * @param path the block's place in the network, with its final dot
     * @return the block
     */
    public Block block(String method, String path) {
      return block(method, path, Set.of(path));
    }

    /**
     * Makes a block of layers that the script finds under their full names.
     *
     * @param method the script's method
     * @param prefixes what the layers' names start with
     * @return the block
     */
    public Block layers(String method, String... prefixes) {
      return block(method, "", Set.of(prefixes));
    }

    private Block block(String method, String path, Set<String> prefixes) {
      Map<String, NDArray> own = new LinkedHashMap<>();
      Set<String> trainable = new LinkedHashSet<>();
      weights
          .tensors()
          .forEach(
              (name, weight) -> {
                if (prefixes.stream().anyMatch(name::startsWith)) {
                  String shortName = name.substring(path.length());
                  own.put(shortName, weight);
                  if (weights.trainable().contains(name)) {
                    trainable.add(shortName);
                  }
                }
              });
      return new Block(program, method, path, own, trainable);
    }
  }
}
