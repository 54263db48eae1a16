package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.TraceOptions;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/**
 * A network as a denoiser. Samples that keep different numbers of reference tokens run in groups of
 * equal numbers, so that what is dropped leaves no trace.
 */
public final class NetworkDenoiser implements Denoiser, AutoCloseable {
  private final NDManager manager;
  private final DenoiserNetwork network;
  private final NetworkParameters parameters;
  private final boolean gradientCheckpointing;
  private @Nullable Wired wired;

  /** The chains for one version of the parameters; the manager owns their numbers. */
  private record Wired(int version, NDManager manager, Chains inference, Chains training) {}

  private NetworkDenoiser(
      NDManager manager,
      DenoiserNetwork network,
      NetworkParameters parameters,
      boolean gradientCheckpointing) {
    this.manager = manager;
    this.network = network;
    this.parameters = parameters;
    this.gradientCheckpointing = gradientCheckpointing;
  }

  /**
   * Loads a network's weights.
   *
   * @param parent parent of the manager that owns them; its device computes
   * @param folder where they are
   * @param table their names and shapes
   * @param traits how they are stored and adapted
   * @param network the network, which the denoiser closes
   * @param gradientCheckpointing whether activations are computed again on the way back
   * @return the denoiser; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a tensor is missing, damaged or of another shape
   */
  public static NetworkDenoiser load(
      NDManager parent,
      Path folder,
      TensorTable table,
      NetworkTraits traits,
      DenoiserNetwork network,
      boolean gradientCheckpointing) {
    NDManager owner = parent.newSubManager();
    try (WeightSource source = WeightFiles.open(folder)) {
      var base = Weights.load(owner, source, table, traits.precisions());
      var parameters = new NetworkParameters(owner, traits, base, new Fingerprint(folder));
      return new NetworkDenoiser(owner, network, parameters, gradientCheckpointing);
    } catch (RuntimeException e) {
      network.close();
      owner.close();
      throw e;
    }
  }

  /** Returns the weights and what is trained of them. */
  public NetworkParameters parameters() {
    return parameters;
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
   * @param input what to denoise, all samples keeping equally many reference tokens if the run ends
   *     before the last block
   * @param blocks how many blocks of the main chain to run
   * @return the last block's streams, in the manager of the input's latents
   */
  public NDList run(DenoiserInput input, int blocks) {
    check(input);
    Chains chains = wired().inference();
    try (NDManager scope = input.latents().getManager().newSubManager()) {
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
    return wired().inference().timeChain(blocks).infer(results, inputs);
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    check(input);
    TraceOptions options = new TraceOptions(gradientCheckpointing, dropoutSeed);
    return new DenoiserTrace(network, wired().training(), input, groups(input), options);
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

  private Wired wired() {
    Wired current = wired;
    if (current == null || current.version() != parameters.version()) {
      if (current != null) {
        current.manager().close();
      }
      NDManager numbers = manager.newSubManager();
      NetworkWeights weights = parameters.weights();
      current =
          new Wired(
              parameters.version(),
              numbers,
              network.wire(numbers, weights, false),
              network.wire(numbers, weights, true));
      wired = current;
    }
    return current;
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
