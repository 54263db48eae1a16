package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.checkpoint.TransformerTensors;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.TraceOptions;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/**
 * The transformer as a denoiser: predicts v. Samples that keep different numbers of reference
 * tokens run in groups of equal numbers, so that what is dropped leaves no trace.
 */
public final class CogVideoXDenoiser implements Denoiser, AutoCloseable {
  private final NDManager manager;
  private final Transformer transformer;
  private final TransformerConfig config;
  private final TransformerSettings settings;
  private final TransformerParameters parameters;
  private @Nullable Wired wired;

  /** The chains for one version of the parameters; the manager owns their numbers. */
  private record Wired(int version, NDManager manager, Chains inference, Chains training) {}

  private CogVideoXDenoiser(
      NDManager manager,
      TransformerConfig config,
      TransformerSettings settings,
      TransformerParameters parameters) {
    this.manager = manager;
    this.config = config;
    this.settings = settings;
    this.parameters = parameters;
    transformer = new Transformer(config, settings);
  }

  /**
   * Loads the transformer.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param checkpoint where the weights are
   * @param settings how it is computed
   * @return the denoiser; the caller closes it
   */
  public static CogVideoXDenoiser load(
      NDManager parent, CogVideoXCheckpoint checkpoint, TransformerSettings settings) {
    TransformerConfig config = checkpoint.transformerConfig();
    NDManager owner = parent.newSubManager();
    try (WeightSource source = WeightFiles.open(checkpoint.folder().transformer())) {
      var base = Weights.load(owner, source, TransformerTensors.of(config), settings.precision());
      Fingerprint fingerprint = new Fingerprint(checkpoint.folder().transformer());
      var parameters = new TransformerParameters(owner, settings, base, fingerprint);
      return new CogVideoXDenoiser(owner, config, settings, parameters);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** Returns the weights and what is trained of them. */
  public TransformerParameters parameters() {
    return parameters;
  }

  @Override
  public int referenceTokens(int height, int width) {
    return transformer.tokens(height, width);
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
        NDArray temb =
            chains
                .timeChain()
                .infer(scope, transformer.timeInputs(scope, input, group))
                .singletonOrThrow();
        BlockInputs inputs = transformer.mainInputs(scope, input, group, temb, false);
        results.add(chains.mainChain(blocks).infer(scope, inputs));
      }
      NDList joined = new NDList();
      for (int i = 0; i < results.get(0).size(); i++) {
        int stream = i;
        List<NDArray> parts = results.stream().map(list -> list.get(stream)).toList();
        joined.add(transformer.join(scope, parts, groups));
      }
      joined.attach(input.latents().getManager());
      return joined;
    }
  }

  /**
   * Runs the part of the network that embeds timesteps.
   *
   * @param input its timesteps are read
   * @param blocks 1 for the sinusoidal embedding (B, D), 2 for temb (B, T)
   * @return the embedding, in the manager of the input's latents
   */
  public NDArray embedTime(DenoiserInput input, int blocks) {
    NDManager results = input.latents().getManager();
    BlockInputs inputs = transformer.timeInputs(results, input, groups(input).get(0));
    return wired().inference().timeChain(blocks).infer(results, inputs).singletonOrThrow();
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    check(input);
    TraceOptions options = new TraceOptions(settings.gradientCheckpointing(), dropoutSeed);
    return new DenoiserTrace(transformer, wired().training(), input, groups(input), options);
  }

  private List<SampleGroup> groups(DenoiserInput input) {
    Shape latents = input.latents().getShape();
    return SampleGroup.of(input, transformer.tokens(latents.get(3), latents.get(4)));
  }

  private Wired wired() {
    Wired current = wired;
    if (current == null || current.version() != parameters.version()) {
      if (current != null) {
        current.manager().close();
      }
      NDManager numbers = manager.newSubManager();
      TransformerWeights weights = parameters.weights();
      current =
          new Wired(
              parameters.version(),
              numbers,
              transformer.wire(numbers, weights, false),
              transformer.wire(numbers, weights, true));
      wired = current;
    }
    return current;
  }

  private void check(DenoiserInput input) {
    Shape shape = input.latents().getShape();
    int patch = config.patchSize();
    if (shape.dimension() != 5
        || shape.get(1) != config.inChannels()
        || shape.get(3) % patch != 0
        || shape.get(4) % patch != 0) {
      throw new IllegalArgumentException(
          "latents must be (B, %d, f, h, w) with h and w multiples of %d, not %s"
              .formatted(config.inChannels(), patch, shape));
    }
    if (input.timesteps().getShape().dimension() != 1) {
      throw new IllegalArgumentException(
          "CogVideoX takes one timestep per sample, not " + input.timesteps().getShape());
    }
    Shape picture = new Shape(shape.get(0), shape.get(1), 1, shape.get(3), shape.get(4));
    for (Reference reference : input.references()) {
      if (!reference.latents().getShape().equals(picture)) {
        throw new IllegalArgumentException(
            "a reference's latents must be %s, of the video's size, not %s"
                .formatted(picture, reference.latents().getShape()));
      }
    }
  }

  @Override
  public void close() {
    transformer.close();
    manager.close();
  }
}
