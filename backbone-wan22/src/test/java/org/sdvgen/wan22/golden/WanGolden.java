package org.sdvgen.wan22.golden;

import java.util.List;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.wan22.checkpoint.VaeConfig;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;

/** The golden values of this backbone. */
final class WanGolden {
  private static final List<String> CASES =
      List.of(
          "tokenizer.json",
          "text_encoder.safetensors",
          "vae.safetensors",
          "vae_taps.safetensors",
          "vae_tiled.safetensors",
          "transformer.safetensors",
          "transformer_bf16.safetensors",
          "lora.safetensors",
          "reference.safetensors",
          "schedulers.safetensors",
          "pipeline_t2v.safetensors",
          "pipeline_i2v.safetensors",
          "pipeline_ref.safetensors",
          "pipeline_ref_shift.safetensors",
          "train.safetensors");

  private WanGolden() {}

  static GoldenFolder open() {
    return GoldenFolder.open("wan22", CASES);
  }

  static Wan22Checkpoint model(GoldenFolder golden) {
    return Wan22Checkpoint.open(golden.model());
  }

  /** How the golden model's pixels and latents relate. */
  static LatentGeometry geometry(GoldenFolder golden) {
    VaeConfig vae = model(golden).vaeConfig();
    return new LatentGeometry(
        vae.latentChannels(), vae.spatialCompressionRatio(), vae.temporalCompressionRatio());
  }
}
