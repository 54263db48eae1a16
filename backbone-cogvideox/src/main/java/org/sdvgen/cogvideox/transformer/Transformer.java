package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.text.CogVideoXTextEncoder;
import org.sdvgen.runtime.denoiser.Chains;
import org.sdvgen.runtime.denoiser.Chains.Wiring;
import org.sdvgen.runtime.denoiser.DenoiserNetwork;
import org.sdvgen.runtime.denoiser.LatentPatches;
import org.sdvgen.runtime.denoiser.NetworkWeights;
import org.sdvgen.runtime.denoiser.SampleGroup;
import org.sdvgen.runtime.denoiser.SequencePositions;
import org.sdvgen.runtime.denoiser.TokenLayout;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.BlockInputs;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.torch.TorchProgram;

/**
 * The network's program, how it is cut into blocks, and how a group of samples becomes its inputs.
 */
final class Transformer implements DenoiserNetwork {
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
    positions = new SequencePositions(new RotaryPositions(config, settings.rotary()));
  }

  @Override
  public void check(DenoiserInput input) {
    patches.check(input.latents().getShape());
    if (input.timesteps().getShape().dimension() != 1) {
      throw new IllegalArgumentException(
          "CogVideoX takes one timestep per sample, not " + input.timesteps().getShape());
    }
  }

  @Override
  public int tokens(long height, long width) {
    return patches.tokens(height, width);
  }

  @Override
  public Chains wire(NDManager manager, NetworkWeights weights, boolean training) {
    Wiring wiring = new Wiring(program, weights);
    List<Block> time = new ArrayList<>();
    time.add(wiring.block("time_proj", "time_proj."));
    time.add(wiring.block("time_embedding", "time_embedding."));
    List<Block> main = new ArrayList<>();
    main.add(wiring.block("patch_embed", "patch_embed."));
    for (int i = 0; i < config.numLayers(); i++) {
      main.add(wiring.block("transformer_block", "transformer_blocks." + i + "."));
    }
    main.add(wiring.layers("norm_final", "norm_final."));
    main.add(wiring.block("norm_out", "norm_out."));
    main.add(wiring.layers("proj_out", "proj_out."));
    return new Chains(time, main, Chains.numbers(manager, numbers(weights), weights, training));
  }

  private Map<String, Double> numbers(NetworkWeights weights) {
    boolean normLoraAll = NormLora.ALL.word().equals(weights.adapterSettings().get(NormLora.KEY));
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("dtype", (double) settings.precision().scalarType());
    numbers.put("norm_lora_all", normLoraAll ? 1.0 : 0.0);
    numbers.put("norm_eps", config.normEps());
    numbers.put("attention_head_dim", (double) config.attentionHeadDim());
    numbers.put("patch_size", (double) config.patchSize());
    numbers.put("width", (double) config.width());
    numbers.put("flip_sin_to_cos", config.flipSinToCos() ? 1.0 : 0.0);
    numbers.put("freq_shift", config.freqShift());
    return numbers;
  }

  @Override
  public BlockInputs timeInputs(NDManager scope, DenoiserInput input, SampleGroup group) {
    NDArray timesteps = group.select(scope, input.timesteps());
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
    List<NDArray> streams = group.streams(scope, CogVideoXTextEncoder.EMBEDDINGS, input);
    TokenLayout layout =
        TokenLayout.of(
            input.references(),
            GridPosition.CONTINUOUS,
            settings.videoStart() == VideoStart.ZERO ? 0 : GridPosition.CONTINUOUS.videoFrame(),
            patches.grid(input.latents().getShape()));
    Map<String, NDArray> shared = positions.shared(scope, layout, group);
    shared.put("temb", time.get(0));
    return new BlockInputs(streams, shared, false, trainsTime ? Set.of("temb") : Set.of());
  }

  @Override
  public void close() {
    positions.close();
    program.close();
  }
}
