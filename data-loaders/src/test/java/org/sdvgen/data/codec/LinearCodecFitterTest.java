package org.sdvgen.data.codec;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.config.DeviceName;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.testkit.contract.CodecFitterContractTest;

class LinearCodecFitterTest extends CodecFitterContractTest {
  @Override
  protected CodecFitter newFitter() {
    return new LinearCodecFitter(new LinearFitSettings(6, 4, 4));
  }

  @Override
  protected LatentCodec load(NDManager scope, Path output) {
    return LinearCodec.load(new LinearCodecSettings(output, DeviceName.CPU));
  }

  @Override
  protected NDManager newScope() {
    return Devices.newManager(Devices.cpu());
  }
}
