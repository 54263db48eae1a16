package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.cogvideox.checkpoint.CogVideoXCheckpoint;
import org.sdvgen.cogvideox.vae.CogVideoXAutoencoder;
import org.sdvgen.cogvideox.vae.CogVideoXTiling;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.Moments;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.Parity;

/** Case 3: the autoencoder both ways, whole and in tiles. */
class T03VaeGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private final GoldenFolder golden = CogVideoXGolden.open();

  @Test
  void posteriorsAndSamplesAgree() {
    try (CogVideoXTensors tensors = open();
        VideoAutoencoder vae = load(tensors, Optional.empty())) {
      for (String n : tensors.matches("encode\\.(\\d+)\\.pixels")) {
        String path = "encode." + n;
        Moments moments = checkMoments(tensors, vae, path);
        NDArray noise = tensors.get(path + ".noise");
        NDArray sample = new LatentDistribution(moments.mean(), moments.std()).sample(noise);
        check(tensors, path + ".sample", sample);
      }
    }
  }

  @Test
  void decodedPixelsAgree() {
    try (CogVideoXTensors tensors = open();
        VideoAutoencoder vae = load(tensors, Optional.empty())) {
      for (String n : tensors.matches("decode\\.(\\d+)\\.latents")) {
        checkPixels(tensors, vae, "decode." + n);
      }
    }
  }

  @Test
  void tiledPosteriorsAndPixelsAgree() {
    try (CogVideoXTensors tensors = open();
        VideoAutoencoder vae = load(tensors, Optional.of(tiling()))) {
      checkMoments(tensors, vae, "tiled_encode");
      checkPixels(tensors, vae, "tiled_decode");
    }
  }

  private Tiling tiling() {
    JsonNode tiling = golden.json("03_vae.json").get("tiling");
    return new CogVideoXTiling(
        tiling.get("tile_sample_min_height").asInt(),
        tiling.get("tile_sample_min_width").asInt(),
        tiling.get("tile_latent_min_height").asInt(),
        tiling.get("tile_latent_min_width").asInt(),
        tiling.get("tile_overlap_factor_height").asDouble(),
        tiling.get("tile_overlap_factor_width").asDouble());
  }

  private static Moments checkMoments(CogVideoXTensors tensors, VideoAutoencoder vae, String path) {
    Moments moments = vae.encode(tensors.manager(), tensors.get(path + ".pixels"));
    check(tensors, path + ".mean", moments.mean());
    check(tensors, path + ".logvar", moments.logvar());
    return moments;
  }

  private static void checkPixels(CogVideoXTensors tensors, VideoAutoencoder vae, String path) {
    NDArray latents = tensors.get(path + ".latents");
    check(tensors, path + ".pixels", vae.decode(tensors.manager(), latents));
  }

  private CogVideoXTensors open() {
    return new CogVideoXTensors(golden.tensors("03_vae.safetensors"));
  }

  private VideoAutoencoder load(CogVideoXTensors tensors, Optional<Tiling> tiling) {
    CogVideoXCheckpoint model = CogVideoXGolden.model(golden);
    VaeSettings settings = new VaeSettings(Precision.FP32, tiling, true);
    return VideoAutoencoder.load(
        tensors.manager(),
        model.folder().vae(),
        new CogVideoXAutoencoder(model.vaeConfig()).network(),
        settings);
  }

  private static void check(CogVideoXTensors tensors, String name, NDArray actual) {
    Parity.relative("03", name, tensors.get(name), actual, TOLERANCE);
  }
}
