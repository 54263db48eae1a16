package org.sdvgen.wan22;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.testkit.contract.AdapterToolsContractTest;
import org.sdvgen.wan22.transformer.ReferencePosition;

/** Adapter files of the tiny model: diffusers', ComfyUI's and kohya's. */
class AdapterToolsTest extends AdapterToolsContractTest {
  private static Wan22Settings config(Path checkpoint, String precision) {
    return TinyModel.config(checkpoint, precision, true, ReferencePosition.CONTINUOUS);
  }

  @Override
  protected Path checkpoint() {
    return TinyModel.folder();
  }

  @Override
  protected AdapterTools tools(Path checkpoint) {
    return Wan22Plugin.BACKBONE.adapterTools(config(checkpoint, "fp32"));
  }

  /** The convolution of the patches is more than most programs read. */
  @Override
  protected List<String> targetsOfEveryFormat() {
    return List.of("to_q", "to_k", "to_v", "to_out.0", "net.0.proj", "net.2");
  }

  @Override
  protected Backbone open(Path checkpoint, String precision) {
    return TinyModel.open(config(checkpoint, precision));
  }
}
