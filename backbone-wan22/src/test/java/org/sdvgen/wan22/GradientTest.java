package org.sdvgen.wan22;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.testkit.contract.NetworkGradientsContractTest;
import org.sdvgen.wan22.transformer.ReferencePosition;

class GradientTest extends NetworkGradientsContractTest {
  @Override
  protected Backbone open(String dtype, GradientCheckpointing checkpointing) {
    return TinyModel.open(
        TinyModel.config(TinyModel.folder(), dtype, checkpointing, ReferencePosition.CONTINUOUS));
  }

  @Override
  protected List<String> slopes() {
    return List.of(
        "condition_embedder.time_embedder.linear_1.weight",
        "condition_embedder.time_proj.weight",
        "condition_embedder.text_embedder.linear_2.weight",
        "patch_embedding.weight",
        "blocks.1.scale_shift_table",
        "blocks.1.attn1.norm_q.weight",
        "blocks.0.norm2.weight",
        "blocks.2.attn2.to_k.weight",
        "scale_shift_table",
        "proj_out.weight");
  }
}
