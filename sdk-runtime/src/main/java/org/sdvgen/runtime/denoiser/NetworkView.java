package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.torch.BlockInputs;

/**
 * A network wired to its pretrained weights and to those of a tuning. Samples that keep different
 * numbers of reference tokens run in groups of equal numbers, so that dropped tokens have no
 * effect.
 */
public final class NetworkView implements Denoiser {
  private final NDManager manager;
  private final DenoiserNetwork network;
  private final NetworkParameters parameters;
  private final Tuning tuning;
  private final Recomputation recomputation;
  private final boolean isSum;
  private final Chains inference;
  private final Chains training;
  private boolean closed;

  /**
   * Wires a network.
   *
   * @param manager owns the arrays made for the view
   * @param network the network
   * @param parameters the pretrained weights
   * @param tuning adapters and masters
   * @param recomputation what backward computes again
   * @throws org.sdvgen.api.error.InputException if the tuning's adapters cannot be combined
   */
  NetworkView(
      NDManager manager,
      DenoiserNetwork network,
      NetworkParameters parameters,
      Tuning tuning,
      Recomputation recomputation) {
    this.manager = manager;
    this.network = network;
    this.parameters = parameters;
    this.tuning = tuning;
    this.recomputation = recomputation;
    isSum = tuning.adapters().size() > 1;
    try (NDManager scratch = manager.newSubManager()) {
      // The sum of several adapters would be a copy: it is made for every prediction.
      NetworkWeights weights = parameters.weights(isSum ? scratch : manager, tuning);
      inference = wire(manager, weights, false);
      training = wire(manager, weights, true);
    }
  }

  private Chains wire(NDManager owner, NetworkWeights weights, boolean isTraining) {
    return network.wire(new WeightWiring(owner, network.program(), weights, isTraining));
  }

  /** Returns whether the view uses these weights. */
  boolean uses(TrainableWeights weights) {
    return tuning.masters().filter(masters -> masters == weights).isPresent()
        || tuning.adapters().stream().anyMatch(one -> one.adapter() == weights);
  }

  /** Closes the view, whose weights are about to be freed. */
  void close() {
    closed = true;
    manager.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("a denoiser is used after its adapter was closed");
    }
  }

  private Chains inference(NDManager scope) {
    requireOpen();
    return isSum ? wire(scope, parameters.weights(scope, tuning), false) : inference;
  }

  @Override
  public int referenceTokens(int height, int width) {
    return network.tokens(height, width);
  }

  @Override
  public NDArray predict(DenoiserInput input) {
    return run(input, Integer.MAX_VALUE).get(0);
  }

  /**
   * Runs the network without gradients, up to a given block.
   *
   * @param input the batch to denoise, all samples keeping equally many reference tokens if the run
   *     ends before the last block
   * @param blocks how many blocks of the main chain to run
   * @return the last block's streams, in the manager of the input's latents
   */
  public NDList run(DenoiserInput input, int blocks) {
    check(input);
    try (NDManager scope = input.latents().getManager().newSubManager()) {
      Chains chains = inference(scope);
      List<SampleGroup> groups = groups(input);
      List<NDList> results = new ArrayList<>();
      for (SampleGroup group : groups) {
        NDList time = chains.timeChain().infer(scope, network.timeInputs(scope, input, group));
        BlockInputs inputs = network.mainInputs(scope, input, group, time, false);
        results.add(chains.mainChain(blocks).infer(scope, inputs));
      }
      NDList joined = new NDList();
      for (int i = 0; i < results.get(0).size(); i++) {
        int stream = i;
        List<NDArray> parts = results.stream().map(list -> list.get(stream)).toList();
        joined.add(SampleGroup.join(scope, parts, groups));
      }
      joined.attach(input.latents().getManager());
      return joined;
    }
  }

  /**
   * Runs the part of the network that embeds timesteps.
   *
   * @param input its timesteps are read
   * @param blocks how many blocks of the time chain to run
   * @return the last block's streams, in the manager of the input's latents
   */
  public NDList embedTime(DenoiserInput input, int blocks) {
    NDManager results = input.latents().getManager();
    BlockInputs inputs = network.timeInputs(results, input, groups(input).get(0));
    return inference(results).timeChain(blocks).infer(results, inputs);
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    check(input);
    requireOpen();
    if (isSum) {
      throw new IllegalStateException("a sum of several adapters cannot be trained");
    }
    return new DenoiserTrace(network, training, input, groups(input), recomputation, dropoutSeed);
  }

  private void check(DenoiserInput input) {
    network.check(input);
    Shape shape = input.latents().getShape();
    Shape picture = new Shape(shape.get(0), shape.get(1), 1, shape.get(3), shape.get(4));
    for (Reference reference : input.references()) {
      if (!reference.latents().getShape().equals(picture)) {
        throw new IllegalArgumentException(
            "a reference's latents must be %s, of the video's size, not %s"
                .formatted(picture, reference.latents().getShape()));
      }
    }
  }

  private List<SampleGroup> groups(DenoiserInput input) {
    Shape latents = input.latents().getShape();
    return SampleGroup.of(input, network.tokens(latents.get(3), latents.get(4)));
  }
}
