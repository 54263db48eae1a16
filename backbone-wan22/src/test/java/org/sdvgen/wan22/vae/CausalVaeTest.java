package org.sdvgen.wan22.vae;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.testkit.TensorAssertions;

/** What holds of the autoencoder whatever its weights are. */
class CausalVaeTest {
  private static final double ROUNDING = 2e-5;
  private static final double BF16 = 5e-2;

  private final NDManager manager = Devices.newManager(Devices.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** The network sees no later frame, so a longer video begins with a shorter one's latents. */
  @Test
  void laterFramesChangeNothingBefore() {
    try (VideoAutoencoder vae = TinyVae.load(manager, TinyVae.plain())) {
      NDArray pixels = normals(new Shape(1, 3, 9, 32, 16));
      NDArray latents = vae.encode(manager, pixels).mean();
      NDArray beginning = vae.encode(manager, pixels.get(":, :, :5")).mean();
      TensorAssertions.assertSameBits(latents.get(":, :, :2"), beginning, "latents");
      NDArray video = vae.decode(manager, latents);
      NDArray start = vae.decode(manager, latents.get(":, :, :2"));
      TensorAssertions.assertSameBits(video.get(":, :, :5"), start, "pixels");
    }
  }

  /** Frames that make no whole latent frame are left out, as diffusers does. */
  @Test
  void leavesRemainingFramesOut() {
    try (VideoAutoencoder vae = TinyVae.load(manager, TinyVae.plain())) {
      NDArray pixels = normals(new Shape(1, 3, 8, 16, 16));
      NDArray latents = vae.encode(manager, pixels).mean();
      NDArray whole = vae.encode(manager, pixels.get(":, :, :5")).mean();
      TensorAssertions.assertSameBits(whole, latents, "latents");
    }
  }

  @Test
  void slicesGiveWhatTheBatchGives() {
    VaeSettings together = TinyVae.settings(Precision.FP32, Optional.empty(), false);
    try (VideoAutoencoder sliced = TinyVae.load(manager, TinyVae.plain());
        VideoAutoencoder batched = TinyVae.load(manager, together)) {
      NDArray pixels = normals(new Shape(3, 3, 5, 16, 32));
      NDArray latents = sliced.encode(manager, pixels).mean();
      NDArray expected = batched.encode(manager, pixels).mean();
      TensorAssertions.assertClose(expected, latents, ROUNDING, "latents");
      NDArray video = batched.decode(manager, latents);
      TensorAssertions.assertClose(video, sliced.decode(manager, latents), ROUNDING, "pixels");
    }
  }

  /** This network amplifies rounding: diffusers' own results in bf16 are up to 0.044 from fp32. */
  @Test
  void bf16IsNearFp32() {
    VaeSettings half = TinyVae.settings(Precision.BF16, Optional.empty(), true);
    try (VideoAutoencoder fp32 = TinyVae.load(manager, TinyVae.plain());
        VideoAutoencoder bf16 = TinyVae.load(manager, half)) {
      NDArray pixels = normals(new Shape(1, 3, 5, 32, 48));
      NDArray latents = fp32.encode(manager, pixels).mean();
      assertNear(latents, bf16.encode(manager, pixels).mean());
      assertNear(fp32.decode(manager, latents), bf16.decode(manager, latents));
    }
  }

  private static void assertNear(NDArray expected, NDArray actual) {
    double error = actual.sub(expected).norm().getFloat() / expected.norm().getFloat();
    assertTrue(error > 0 && error < BF16, () -> "relative distance " + error);
  }

  private NDArray normals(Shape shape) {
    int count = Math.toIntExact(shape.size());
    float[] values = Draws.seeded().normals(new DrawKey(7, 0, 0, "pixels"), count);
    return manager.create(values, shape).mul(0.4f).clip(-1, 1);
  }
}
