package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.AutoencoderCodec;
import org.sdvgen.runtime.vae.Moments;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.testkit.golden.GoldenFolder;
import org.sdvgen.testkit.golden.GoldenTensors;
import org.sdvgen.testkit.golden.Parity;
import org.sdvgen.wan22.checkpoint.VaeConfig;
import org.sdvgen.wan22.checkpoint.Wan22Checkpoint;
import org.sdvgen.wan22.vae.WanAutoencoder;
import org.sdvgen.wan22.vae.WanTiling;

/** Case 3: the autoencoder and its codec both ways, whole and in tiles. */
class T03VaeGoldenTest {
  private static final double TOLERANCE = 1e-4;

  private final GoldenFolder golden = WanGolden.open();
  private final Wan22Checkpoint model = WanGolden.model(golden);
  private final VaeConfig config = model.vaeConfig();

  @Test
  void posteriorsAndSamplesAgree() {
    try (GoldenTensors tensors = open("vae");
        VideoAutoencoder vae = load(tensors, Optional.empty())) {
      for (String name : tensors.matches("encode\\.(.+)\\.pixels")) {
        String path = "encode." + name;
        Moments moments = vae.encode(tensors.manager(), tensors.get(path + ".pixels"));
        check(tensors, path + ".mean", moments.mean());
        check(tensors, path + ".logvar", moments.logvar());
        NDArray noise = tensors.get(path + ".noise");
        NDArray sample = new LatentDistribution(moments.mean(), moments.std()).sample(noise);
        check(tensors, path + ".sample", sample);
      }
    }
  }

  @Test
  void normalisedLatentsAgree() {
    try (GoldenTensors tensors = open("vae");
        AutoencoderCodec codec = codec(tensors)) {
      for (String name : tensors.matches("encode\\.(.+)\\.pixels")) {
        String path = "encode." + name;
        LatentDistribution posterior = codec.encode(tensors.get(path + ".pixels"));
        check(tensors, path + ".normalised_mean", posterior.mean());
        NDArray sample = posterior.sample(tensors.get(path + ".noise"));
        check(tensors, path + ".normalised_sample", sample);
      }
    }
  }

  @Test
  void decodedPixelsAgree() {
    try (GoldenTensors tensors = open("vae");
        AutoencoderCodec codec = codec(tensors);
        VideoAutoencoder vae = load(tensors, Optional.empty())) {
      for (String name : tensors.matches("decode\\.(.+)\\.latents")) {
        String path = "decode." + name;
        NDArray pixels = tensors.get(path + ".pixels");
        NDArray latents = tensors.get(path + ".latents");
        NDArray own = clamped(vae.decode(tensors.manager(), latents));
        Parity.relative("03", path + ".pixels", pixels, own, TOLERANCE);
        NDArray normalised = tensors.get(path + ".normalised_latents");
        NDArray coded = clamped(codec.decode(normalised));
        Parity.relative("03", path + ".pixels (normalised latents)", pixels, coded, TOLERANCE);
      }
    }
  }

  @Test
  void tiledPosteriorsAndPixelsAgree() {
    try (GoldenTensors tensors = open("vae_tiled");
        VideoAutoencoder tiled = load(tensors, Optional.of(tiling(tensors)));
        VideoAutoencoder whole = load(tensors, Optional.empty())) {
      NDArray latents = tensors.get("decode.latents");
      check(tensors, "decode.pixels", clamped(tiled.decode(tensors.manager(), latents)));
      NDArray pixels = tensors.get("decode.pixels");
      Moments moments = tiled.encode(tensors.manager(), pixels);
      check(tensors, "encode.mean", moments.mean());
      check(tensors, "encode.logvar", moments.logvar());
      NDArray untiled = whole.encode(tensors.manager(), pixels).mean();
      check(tensors, "encode.untiled_mean", untiled);
    }
  }

  /** The size and the distance of the tiles: {@code tile} holds rows and columns of both. */
  private Tiling tiling(GoldenTensors tensors) {
    long[] tile = tensors.get("tile").toLongArray();
    return WanTiling.of(config, (int) tile[0], (int) tile[1], (int) tile[2], (int) tile[3]);
  }

  /** The stored pixels are clamped, a codec's are not. */
  private static NDArray clamped(NDArray pixels) {
    return pixels.clip(-1, 1);
  }

  private GoldenTensors open(String name) {
    return new GoldenTensors(golden.tensors(name + ".safetensors"));
  }

  private AutoencoderCodec codec(GoldenTensors tensors) {
    return new AutoencoderCodec(load(tensors, Optional.empty()), new WanAutoencoder(config));
  }

  private VideoAutoencoder load(GoldenTensors tensors, Optional<Tiling> tiling) {
    VaeSettings settings = new VaeSettings(Precision.FP32, tiling, true);
    return VideoAutoencoder.load(
        tensors.manager(), model.folder().vae(), new WanAutoencoder(config).network(), settings);
  }

  private static void check(GoldenTensors tensors, String name, NDArray actual) {
    Parity.relative("03", name, tensors.get(name), actual, TOLERANCE);
  }
}
