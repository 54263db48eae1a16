package org.sdvgen.testkit.guide;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.testkit.contract.BackboneContractTest;

// guide: contract
class TinyContractTest extends BackboneContractTest {
  @TempDir private static Path folder;

  @Override
  public Backbone newBackbone() {
    return TinyFolder.open(folder, "fp32", GradientCheckpointing.FULL);
  }
}
// end
