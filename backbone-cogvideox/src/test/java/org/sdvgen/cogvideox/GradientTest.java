package org.sdvgen.cogvideox;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.cogvideox.transformer.NormLora;
import org.sdvgen.cogvideox.transformer.RotaryFormula;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.testkit.contract.NetworkGradientsContractTest;

class GradientTest extends NetworkGradientsContractTest {
  @Override
  protected Backbone open(String dtype, GradientCheckpointing checkpointing) {
    return TinyModel.open(
        TinyModel.config(
            TinyModel.folder(), dtype, checkpointing, NormLora.REFERENCE, RotaryFormula.DIFFUSERS));
  }

  @Override
  protected List<String> slopes() {
    return List.of(
        "time_embedding.linear_1.weight",
        "patch_embed.proj.weight",
        "transformer_blocks.1.attn1.norm_q.weight",
        "transformer_blocks.2.norm2.linear.bias",
        "proj_out.weight");
  }
}
