package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.BlockChain;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * The two chains of blocks that make the network, wired to the weights as they are now.
 *
 * @param time from timesteps to their embedding
 * @param main from text and latents to the prediction
 * @param settings the configuration's numbers, for every block
 */
record Chains(List<Block> time, List<Block> main, Map<String, NDArray> settings) {

  /**
   * Wires the chains.
   *
   * @param manager owns the configuration's numbers
   * @param program {@code transformer.py}
   * @param config the network's sizes
   * @param settings how it is computed
   * @param weights what it runs with
   * @param training whether the adapter drops inputs
   */
  static Chains wire(
      NDManager manager,
      TorchProgram program,
      TransformerConfig config,
      TransformerSettings settings,
      TransformerWeights weights,
      boolean training) {
    Wiring wiring = new Wiring(program, weights);
    List<Block> time = new ArrayList<>();
    time.add(wiring.block("time_proj", "time_proj.", "time_proj."));
    time.add(wiring.block("time_embedding", "time_embedding.", "time_embedding."));
    List<Block> main = new ArrayList<>();
    main.add(wiring.block("patch_embed", "patch_embed.", "patch_embed."));
    for (int i = 0; i < config.numLayers(); i++) {
      String path = "transformer_blocks." + i + ".";
      main.add(wiring.block("transformer_block", path, path));
    }
    // These two are single layers, which the script finds under their own names.
    main.add(wiring.block("norm_final", "norm_final.", ""));
    main.add(wiring.block("norm_out", "norm_out.", "norm_out."));
    main.add(wiring.block("proj_out", "proj_out.", ""));
    return new Chains(time, main, numbers(manager, config, settings, weights, training));
  }

  /** Returns the chain from timesteps to their embedding. */
  BlockChain timeChain() {
    return timeChain(time.size());
  }

  /** Returns the first blocks of the time chain. */
  BlockChain timeChain(int blocks) {
    return new BlockChain(time.subList(0, blocks), settings);
  }

  /** Returns the chain from text and latents to the prediction. */
  BlockChain mainChain() {
    return mainChain(main.size());
  }

  /** Returns the first blocks of the main chain, as many as asked for and there are. */
  BlockChain mainChain(int blocks) {
    return new BlockChain(main.subList(0, Math.min(blocks, main.size())), settings);
  }

  /** Returns whether gradients must go back through the timestep's embedding. */
  boolean trainsTime() {
    return time.stream().anyMatch(block -> !block.trainable().isEmpty());
  }

  private static Map<String, NDArray> numbers(
      NDManager manager,
      TransformerConfig config,
      TransformerSettings settings,
      TransformerWeights weights,
      boolean training) {
    NDManager host = manager.newSubManager(Devices.cpu());
    Map<String, NDArray> numbers = new LinkedHashMap<>();
    numbers.put("dtype", host.create((double) settings.precision().scalarType()));
    numbers.put("norm_lora_all", host.create(weights.normLora() == NormLora.ALL ? 1.0 : 0.0));
    numbers.put("norm_eps", host.create(config.normEps()));
    numbers.put("attention_head_dim", host.create((double) config.attentionHeadDim()));
    numbers.put("patch_size", host.create((double) config.patchSize()));
    numbers.put("width", host.create((double) config.width()));
    numbers.put("flip_sin_to_cos", host.create(config.flipSinToCos() ? 1.0 : 0.0));
    numbers.put("freq_shift", host.create(config.freqShift()));
    numbers.put("lora.scale", host.create(weights.adapterScale()));
    numbers.put("lora.dropout", host.create(training ? weights.adapterDropout() : 0.0));
    return numbers;
  }

  /** Shares the weights out between the blocks. */
  private record Wiring(TorchProgram program, TransformerWeights weights) {
    /**
     * Makes a block of all weights whose names start with a prefix.
     *
     * @param path what the names lose in the script
     */
    Block block(String method, String prefix, String path) {
      Map<String, NDArray> own = new LinkedHashMap<>();
      Set<String> trainable = new LinkedHashSet<>();
      weights
          .tensors()
          .forEach(
              (name, weight) -> {
                if (name.startsWith(prefix)) {
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
