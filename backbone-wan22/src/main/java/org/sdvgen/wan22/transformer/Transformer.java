package org.sdvgen.wan22.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.runtime.denoiser.Chains;
import org.sdvgen.runtime.denoiser.Chains.Wiring;
import org.sdvgen.runtime.denoiser.DenoiserNetwork;
import org.sdvgen.runtime.denoiser.LatentPatches;
import org.sdvgen.runtime.denoiser.NetworkWeights;
import org.sdvgen.runtime.denoiser.SampleGroup;
import org.sdvgen.runtime.denoiser.SequencePositions;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.denoiser.TokenLayout;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.text.WanTextEncoder;

/**
 * The network's program, how it is cut into blocks, and how a group of samples becomes its inputs.
 */
final class Transformer implements DenoiserNetwork {
  /** What the time chain gives, under the names by which the main chain's blocks know it. */
  private static final List<String> TIME = List.of("temb", "timestep_proj");

  private final TransformerConfig config;
  private final TransformerSettings settings;
  private final TorchProgram program =
      TorchProgram.compile(Script.resource(Transformer.class, "transformer"));
  private final LatentPatches patches;
  private final SequencePositions positions;

  Transformer(TransformerConfig config, TransformerSettings settings) {
    this.config = config;
    this.settings = settings;
    patches = new LatentPatches(config.inChannels(), config.patchSize());
    positions = new SequencePositions(new RotaryPositions(config));
  }

  @Override
  public void check(DenoiserInput input) {
    patches.check(input.latents().getShape());
    TimestepRows.check(input.timesteps().getShape(), patches.grid(input.latents().getShape()));
  }

  @Override
  public int tokens(long height, long width) {
    return patches.tokens(height, width);
  }

  @Override
  public Chains wire(NDManager manager, NetworkWeights weights, boolean training) {
    Wiring wiring = new Wiring(program, weights);
    List<Block> time = new ArrayList<>();
    time.add(wiring.layers("timesteps_proj"));
    time.add(wiring.block("time_embedder", "condition_embedder.time_embedder."));
    time.add(wiring.layers("time_proj", "condition_embedder.time_proj."));
    List<Block> main = new ArrayList<>();
    main.add(wiring.layers("embed", "patch_embedding.", "condition_embedder.text_embedder."));
    for (int i = 0; i < config.numLayers(); i++) {
      main.add(wiring.block("transformer_block", "blocks." + i + "."));
    }
    main.add(wiring.layers("norm_out"));
    main.add(wiring.layers("proj_out", "proj_out.", "scale_shift_table"));
    main.add(wiring.layers("unpatchify"));
    return new Chains(time, main, Chains.numbers(manager, numbers(), weights, training));
  }

  private Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("dtype", (double) settings.precision().scalarType());
    numbers.put("eps", config.eps());
    numbers.put("heads", (double) config.numAttentionHeads());
    numbers.put("patch_size", (double) config.patchSize());
    numbers.put("freq_dim", (double) config.freqDim());
    return numbers;
  }

  @Override
  public BlockInputs timeInputs(NDManager scope, DenoiserInput input, SampleGroup group) {
    NDArray timesteps =
        TimestepRows.rows(scope, group.select(scope, input.timesteps()), group.keptTokens());
    // The chain takes shared tensors always; this one is not read.
    return BlockInputs.constant(List.of(timesteps), Map.of("none", scope.create(0f)));
  }

  @Override
  public BlockInputs mainInputs(
      NDManager scope,
      DenoiserInput input,
      SampleGroup group,
      List<NDArray> time,
      boolean trainsTime) {
    List<NDArray> streams = group.streams(scope, WanTextEncoder.EMBEDDINGS, input);
    TokenGrid video = patches.grid(input.latents().getShape());
    GridPosition own = settings.referencePosition().of(video.rows(), video.columns());
    TokenLayout layout = TokenLayout.of(input.references(), own, own.videoFrame(), video);
    Map<String, NDArray> shared = positions.shared(scope, layout, group);
    long[] rows = TimestepRows.ofTokens(input.timesteps().getShape(), video, group.keptTokens());
    shared.put("timestep_rows", scope.create(rows));
    for (int i = 0; i < TIME.size(); i++) {
      shared.put(TIME.get(i), time.get(i));
    }
    Set<String> gradients = trainsTime ? new LinkedHashSet<>(TIME) : Set.of();
    return new BlockInputs(streams, shared, false, gradients);
  }

  @Override
  public void close() {
    positions.close();
    program.close();
  }
}
