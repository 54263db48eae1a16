package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TensorAssertions;

/** The contract of a codec of pixels and latents. */
public interface CodecContract {
  /**
   * Runs a test on a codec and frees everything after it.
   *
   * @param test takes the codec and a scope on its device
   */
  void withCodec(BiConsumer<LatentCodec, NDManager> test);

  /** A clip of 2t + 1 frames is encoded to three latent frames and decoded again. */
  @Test
  default void clipsGoThereAndBack() {
    withCodec(
        (codec, scope) -> {
          NDArray pixels = pixels(codec, scope, 2, true);
          LatentDistribution posterior = codec.encode(pixels);
          long[] latents = {2, codec.geometry().channels(), 3, 2, 3};
          Contracts.assertPlain(posterior.mean(), latents);
          Contracts.assertPlain(posterior.std(), latents);
          Contracts.assertPlain(codec.decode(posterior.mean()), pixels.getShape().getShape());
        });
  }

  /** A picture is a clip of one frame. */
  @Test
  default void picturesAreClipsOfOneFrame() {
    withCodec(
        (codec, scope) -> {
          NDArray pixels = pixels(codec, scope, 1, false);
          LatentDistribution posterior = codec.encode(pixels);
          long[] latents = {1, codec.geometry().channels(), 1, 2, 3};
          Contracts.assertPlain(posterior.mean(), latents);
          Contracts.assertPlain(codec.decode(posterior.mean()), pixels.getShape().getShape());
        });
  }

  /** A std is not negative. */
  @Test
  default void stdsAreNotNegative() {
    withCodec(
        (codec, scope) -> {
          NDArray std = codec.encode(pixels(codec, scope, 1, true)).std();
          for (float value : std.toFloatArray()) {
            assertTrue(value >= 0, () -> "std " + value);
          }
        });
  }

  /** Samples of a batch do not influence one another. */
  @Test
  default void clipsOfABatchAreEncodedAlone() {
    withCodec(
        (codec, scope) -> {
          NDArray pixels = pixels(codec, scope, 2, true);
          NDArray together = codec.encode(pixels).mean();
          NDArray alone = codec.encode(pixels.get("1:2")).mean();
          TensorAssertions.assertClose(alone, together.get("1:2"), 2e-5, "mean");
        });
  }

  /** Only the results stay in memory. */
  @Test
  default void leavesOnlyItsResults() {
    withCodec(
        (codec, scope) -> {
          NDArray pixels = pixels(codec, scope, 1, true);
          codec.decode(codec.encode(pixels).mean()).close();
          NativeMemory.assertNothingLeft(
              () -> {
                try (LatentDistribution posterior = codec.encode(pixels)) {
                  codec.decode(posterior.mean()).close();
                }
              });
        });
  }

  private static NDArray pixels(LatentCodec codec, NDManager scope, int batch, boolean clip) {
    LatentGeometry geometry = codec.geometry();
    long factor = geometry.spatialFactor();
    int frames = clip ? 2 * geometry.temporalFactor() + 1 : 1;
    Shape shape = new Shape(batch, 3, frames, 2 * factor, 3 * factor);
    return Contracts.normals(scope, "pixels", shape).mul(0.4f).clip(-1, 1);
  }
}
