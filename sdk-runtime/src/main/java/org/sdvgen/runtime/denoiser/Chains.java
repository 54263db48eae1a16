package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.BlockChain;

/**
 * The two chains of blocks that make a network, with the weights that {@link Wiring} gave them.
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
}
