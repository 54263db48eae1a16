package org.sdvgen.testkit.guide;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GridPosition;
import org.sdvgen.api.backbone.ParameterGroup;
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
import org.sdvgen.runtime.torch.Script;

// guide: transformer
/** The network's blocks and their inputs. */
final class TinyTransformer extends PatchTransformer {
  private static final ParameterGroups GROUPS =
      new ParameterGroups("\\.to_", "\\.mlp\\.", "_embed\\.", "^proj_out\\.");

  private final TinyConfig config;

  TinyTransformer(TinyConfig config) {
    super(
        Script.resource(TinyTransformer.class, "tiny_transformer"),
        new LatentPatches(config.inChannels(), config.patchSize()),
        new TinyRotary(config.width() / 2),
        List.of("temb"));
    this.config = config;
  }

  static NetworkDefinition definition(TinyConfig config) {
    return new NetworkDefinition(
        config.tensors(),
        AdapterTraits.of(List.of("to_q", "to_k", "to_v", "to_out")),
        () -> new TinyTransformer(config));
  }

  @Override
  public Chains wire(Wiring wiring) {
    List<Block> time = List.of(wiring.block("time_embed", "time_embed."));
    List<Block> main = new ArrayList<>();
    main.add(wiring.layers("embed", "text_embed.", "patch_embed."));
    for (int i = 0; i < config.numLayers(); i++) {
      main.add(wiring.block("block", "blocks." + i + "."));
    }
    main.add(wiring.layers("head", "proj_out."));
    return wiring.chains(
        time,
        main,
        Map.of("patch_size", (double) config.patchSize(), "width", (double) config.width()));
  }

  @Override
  protected void checkTimesteps(Shape timesteps, TokenGrid video) {
    if (timesteps.dimension() != 1) {
      throw new IllegalArgumentException("one timestep per sample, not " + timesteps);
    }
  }

  @Override
  protected TokenLayout layout(DenoiserInput input, TokenGrid video) {
    return TokenLayout.of(input.references(), GridPosition.CONTINUOUS, 1, video);
  }

  @Override
  public ParameterGroup group(String parameter) {
    return GROUPS.of(parameter);
  }
}
// end
