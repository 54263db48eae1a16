package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.runtime.torch.BlockInputs;

/**
 * A network as two chains of blocks: one from timesteps to their embeddings, one from text,
 * references and latents to the prediction.
 */
public interface DenoiserNetwork extends AutoCloseable {
  /**
   * Checks the shapes of latents and timesteps.
   *
   * @param input what to denoise
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

  /**
   * Wires the chains to weights.
   *
   * @param manager owns what is made for them
   * @param weights what the network runs with
   * @param training whether an adapter drops inputs
   * @return the chains
   */
  Chains wire(NDManager manager, NetworkWeights weights, boolean training);

  /**
   * Lines up what goes into the time chain.
   *
   * @param scope owns what is made for it
   * @param input the batch
   * @param group the samples that run
   * @return the chain's inputs
   */
  BlockInputs timeInputs(NDManager scope, DenoiserInput input, SampleGroup group);

  /**
   * Lines up what goes into the main chain.
   *
   * @param scope owns what is made for it
   * @param input the batch
   * @param group the samples that run
   * @param time what the time chain gave
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

  /** Frees the programs. */
  @Override
  void close();
}
