package org.sdvgen.wan22.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.runtime.denoiser.BlockCosts;
import org.sdvgen.runtime.denoiser.BlockCosts.Widths;
import org.sdvgen.runtime.denoiser.Chains;
import org.sdvgen.runtime.denoiser.LatentPatches;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.denoiser.ParameterGroups;
import org.sdvgen.runtime.denoiser.PatchTransformer;
import org.sdvgen.runtime.denoiser.SampleGroup;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.denoiser.TokenLayout;
import org.sdvgen.runtime.denoiser.Wiring;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.wan22.checkpoint.TransformerConfig;
import org.sdvgen.wan22.checkpoint.TransformerTensors;

/**
 * The network's blocks, and how a group of samples becomes their inputs; it predicts the velocity
 * from data to noise.
 */
public final class Transformer extends PatchTransformer {
  /** The modulation of the norms, tables and the projection of the timestep, is among the norms. */
  private static final ParameterGroups GROUPS =
      new ParameterGroups(
          "\\.attn[12]\\.to_",
          "\\.ffn\\.net\\.",
          "^(patch_embedding|condition_embedder\\.(time|text)_embedder)\\.",
          "^proj_out\\.");

  /** Parts that diffusers keeps in fp32 whatever the model's precision. */
  private static final Set<String> FP32_PARTS =
      Set.of("time_embedder", "scale_shift_table", "norm1", "norm2", "norm3");

  private final TransformerConfig config;
  private final ReferencePosition position;

  private Transformer(TransformerConfig config, ReferencePosition position) {
    super(
        Script.resource(Transformer.class, "transformer"),
        new LatentPatches(config.inChannels(), config.patchSize()),
        new RotaryPositions(config),
        List.of("temb", "timestep_proj"));
    this.config = config;
    this.position = position;
  }

  /**
   * The network without its weights.
   *
   * @param config its sizes
   * @param adapters how it is adapted
   * @param position the place of a reference that has none of its own
   * @return the definition
   */
  public static NetworkDefinition definition(
      TransformerConfig config, AdapterTraits adapters, ReferencePosition position) {
    return new NetworkDefinition(
        TransformerTensors.of(config), adapters, () -> new Transformer(config, position));
  }

  @Override
  protected void checkTimesteps(Shape timesteps, TokenGrid video) {
    TimestepRows.check(timesteps, video);
  }

  @Override
  protected NDArray timesteps(NDManager scope, DenoiserInput input, SampleGroup group) {
    return TimestepRows.rows(scope, super.timesteps(scope, input, group), group.keptTokens());
  }

  @Override
  protected TokenLayout layout(DenoiserInput input, TokenGrid video) {
    GridPosition own = position.of(video.rows(), video.columns());
    return TokenLayout.of(input.references(), own, own.videoFrame(), video);
  }

  @Override
  protected void share(
      NDManager scope, DenoiserInput input, SampleGroup group, Map<String, NDArray> shared) {
    long[] rows =
        TimestepRows.ofTokens(input.timesteps().getShape(), video(input), group.keptTokens());
    shared.put("timestep_rows", scope.create(rows));
  }

  @Override
  public Precision precision(String parameter, Precision chosen) {
    boolean wide = Arrays.stream(parameter.split("\\.")).anyMatch(FP32_PARTS::contains);
    return wide ? Precision.FP32 : chosen;
  }

  @Override
  public ParameterGroup group(String parameter) {
    return GROUPS.of(parameter);
  }

  @Override
  public Optional<BlockCosts> costs() {
    return Optional.of(
        new BlockCosts(
            "transformer_block",
            config.width(),
            config.numAttentionHeads(),
            config.ffnDim(),
            false,
            Set.of("attn2.to_k", "attn2.to_v"),
            Map.of(
                Precision.BF16,
                new BlockCosts.Activations(
                    new Widths(33.9, 1.2),
                    new Widths(2.9, 1),
                    new Widths(5.3, 0.2),
                    new Widths(2.5, 1.2),
                    new Widths(3.2, 2.8)),
                Precision.FP32,
                new BlockCosts.Activations(
                    new Widths(19.4, 1.1),
                    new Widths(2.9, 1),
                    new Widths(1, 1),
                    new Widths(-1, 2),
                    new Widths(2, 3)))));
  }

  @Override
  public Chains wire(Wiring wiring) {
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
    return wiring.chains(time, main, numbers());
  }

  private Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("eps", config.eps());
    numbers.put("heads", (double) config.numAttentionHeads());
    numbers.put("patch_size", (double) config.patchSize());
    numbers.put("freq_dim", (double) config.freqDim());
    return numbers;
  }
}
