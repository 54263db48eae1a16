package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.cogvideox.checkpoint.TransformerConfig;
import org.sdvgen.cogvideox.checkpoint.TransformerTensors;
import org.sdvgen.runtime.denoiser.BlockCosts;
import org.sdvgen.runtime.denoiser.BlockCosts.Widths;
import org.sdvgen.runtime.denoiser.Chains;
import org.sdvgen.runtime.denoiser.LatentPatches;
import org.sdvgen.runtime.denoiser.NetworkDefinition;
import org.sdvgen.runtime.denoiser.ParameterGroups;
import org.sdvgen.runtime.denoiser.PatchTransformer;
import org.sdvgen.runtime.denoiser.TokenGrid;
import org.sdvgen.runtime.denoiser.TokenLayout;
import org.sdvgen.runtime.denoiser.Wiring;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.torch.Block;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Script;

/** The network's blocks, and how a group of samples becomes their inputs; it predicts v. */
public final class Transformer extends PatchTransformer {
  private static final ParameterGroups GROUPS =
      new ParameterGroups(
          "\\.attn1\\.to_", "\\.ff\\.net\\.", "^(patch_embed|time_embedding)\\.", "^proj_out\\.");

  /** Inner width of the feed-forward layers over the width of the tokens. */
  private static final long FEED_FORWARD_RATIO = 4;

  private final TransformerConfig config;
  private final VideoStart videoStart;

  private Transformer(TransformerConfig config, RotaryFormula rotary, VideoStart videoStart) {
    super(
        Script.resource(Transformer.class, "transformer"),
        new LatentPatches(config.inChannels(), config.patchSize()),
        new RotaryPositions(config, rotary),
        List.of("temb"));
    this.config = config;
    this.videoStart = videoStart;
  }

  /**
   * The network without its weights.
   *
   * @param config its sizes
   * @param adapters how it is adapted
   * @param rotary how positions are spaced
   * @param videoStart where the video begins when there is no reference
   * @return the definition
   */
  public static NetworkDefinition definition(
      TransformerConfig config,
      AdapterTraits adapters,
      RotaryFormula rotary,
      VideoStart videoStart) {
    return new NetworkDefinition(
        TransformerTensors.of(config), adapters, () -> new Transformer(config, rotary, videoStart));
  }

  @Override
  protected void checkTimesteps(Shape timesteps, TokenGrid video) {
    if (timesteps.dimension() != 1) {
      throw new IllegalArgumentException(
          "CogVideoX takes one timestep per sample, not " + timesteps);
    }
  }

  @Override
  protected TokenLayout layout(DenoiserInput input, TokenGrid video) {
    GridPosition own = GridPosition.CONTINUOUS;
    int alone = videoStart == VideoStart.ZERO ? 0 : own.videoFrame();
    return TokenLayout.of(input.references(), own, alone, video);
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
            FEED_FORWARD_RATIO * config.width(),
            true,
            Set.of(),
            Map.of(
                Precision.BF16,
                new BlockCosts.Activations(
                    new Widths(12.3, 1.2),
                    new Widths(2.9, 1),
                    new Widths(2, 1),
                    new Widths(-1, 2),
                    new Widths(3, 3)),
                Precision.FP32,
                new BlockCosts.Activations(
                    new Widths(12, 1.1),
                    new Widths(2.9, 1),
                    new Widths(2, 1),
                    new Widths(-1, 2),
                    new Widths(3, 3)))));
  }

  @Override
  public Chains wire(Wiring wiring) {
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
    return wiring.chains(time, main, numbers(wiring.adapterSettings()));
  }

  private Map<String, Double> numbers(Map<String, String> adapterSettings) {
    String normLora = adapterSettings.get(NormLora.KEY);
    boolean normLoraAll = NormLora.ALL.word().equals(normLora);
    boolean referenceOnly = NormLora.REFERENCE_ONLY.word().equals(normLora);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("norm_lora_all", normLoraAll ? 1.0 : 0.0);
    numbers.put("lora_reference_only", referenceOnly ? 1.0 : 0.0);
    numbers.put("norm_eps", config.normEps());
    numbers.put("attention_head_dim", (double) config.attentionHeadDim());
    numbers.put("patch_size", (double) config.patchSize());
    numbers.put("width", (double) config.width());
    numbers.put("flip_sin_to_cos", config.flipSinToCos() ? 1.0 : 0.0);
    numbers.put("freq_shift", config.freqShift());
    return numbers;
  }
}
