package org.sdvgen.testkit.guide;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.testkit.contract.NetworkGradientsContractTest;

// guide: gradients
class TinyGradientsTest extends NetworkGradientsContractTest {
  @TempDir private static Path folder;

  @Override
  protected Backbone open(String dtype, GradientCheckpointing checkpointing) {
    return TinyFolder.open(folder, dtype, checkpointing);
  }

  @Override
  protected List<String> slopes() {
    return List.of("time_embed.linear.weight", "blocks.1.norm.bias", "proj_out.weight");
  }
}
// end
