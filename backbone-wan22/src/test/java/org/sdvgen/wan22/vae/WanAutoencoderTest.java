package org.sdvgen.wan22.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.AutoencoderCodec;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;
import org.sdvgen.runtime.vae.AutoencoderFitter;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.testkit.contract.AutoencoderFitterContractTest;

class WanAutoencoderTest extends AutoencoderFitterContractTest {
  @Override
  protected CodecFitter newFitter(AutoencoderFitSettings settings) {
    return new AutoencoderFitter(WanAutoencoder::read, settings);
  }

  @Override
  protected Path config() {
    return Path.of("src/test/resources/org/sdvgen/wan22/vae/config.json");
  }

  @Override
  protected LatentCodec load(NDManager scope, Path output) {
    return AutoencoderCodec.load(
        scope,
        output,
        WanAutoencoder.read(CheckpointFolder.config(output)),
        new VaeSettings(Precision.FP32, Optional.empty(), true));
  }
}
