package org.sdvgen.cogvideox.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;
import org.sdvgen.testkit.contract.AutoencoderFitterContractTest;

class CogVideoXAutoencoderTest extends AutoencoderFitterContractTest {
  @Override
  protected CodecFitter newFitter(AutoencoderFitSettings settings) {
    return CogVideoXAutoencoder.fitter(settings);
  }

  @Override
  protected Path config() {
    return Path.of("src/test/resources/org/sdvgen/cogvideox/vae/config.json");
  }

  @Override
  protected LatentCodec load(NDManager scope, Path output) {
    VaeConfig config = VaeConfig.read(CheckpointFolder.config(output));
    return new CogVideoXAutoencoder(config).load(scope, output, Precision.FP32);
  }
}
