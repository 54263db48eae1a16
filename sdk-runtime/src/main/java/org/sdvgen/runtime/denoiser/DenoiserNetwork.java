package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * A network as two chains of blocks: one from timesteps to their embeddings, one from text,
 * references and latents to the prediction.
 */
public interface DenoiserNetwork extends AutoCloseable {
  /**
   * Checks the shapes of latents and timesteps.
   *
   * @param input the batch to denoise
   * @throws IllegalArgumentException if this network does not take them
   */
  void check(DenoiserInput input);

  /**
   * Counts the tokens of one latent frame.
   *
   * @param height latent rows
   * @param width latent columns
   * @return rows times columns of tokens
   */
  int tokens(long height, long width);

  /** Returns the program whose methods are the blocks. */
  TorchProgram program();

  /**
   * Cuts the network into blocks.
   *
   * @param wiring gives blocks their weights, of which it refuses to leave one out
   * @return the chains, made by {@link Wiring#chains}
   */
  Chains wire(Wiring wiring);

  /**
   * The precision that a pretrained parameter is kept in.
   *
   * @param parameter its name
   * @param chosen the precision that the user has chosen
   * @return the chosen one, unless the network says otherwise
   */
  default Precision precision(String parameter, Precision chosen) {
    return chosen;
  }

  /**
   * The group of the paper's gradient analysis that a parameter belongs to.
   *
   * @param parameter its name
   * @return its group
   */
  ParameterGroup group(String parameter);

  /**
   * Sizes of the block that the network repeats, by which its memory is planned.
   *
   * @return empty for a network that does not know them
   */
  default Optional<BlockCosts> costs() {
    return Optional.empty();
  }

  /**
   * Makes the inputs of the time chain.
   *
   * @param scope owns new arrays
   * @param input the batch
   * @param group the samples that run
   * @return the chain's inputs
   */
  BlockInputs timeInputs(NDManager scope, DenoiserInput input, SampleGroup group);

  /**
   * Makes the inputs of the main chain.
   *
   * @param scope owns new arrays
   * @param input the batch
   * @param group the samples that run
   * @param time the outputs of the time chain
   * @param trainsTime whether gradients of {@code time} are wanted: the shared ones of the inputs,
   *     in its order
   * @return the chain's inputs
   */
  BlockInputs mainInputs(
      NDManager scope,
      DenoiserInput input,
      SampleGroup group,
      List<NDArray> time,
      boolean trainsTime);

  /** Frees the program. */
  @Override
  void close();
}
