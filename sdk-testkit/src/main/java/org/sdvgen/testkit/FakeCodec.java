package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;

/**
 * Means over blocks of pixels and groups of frames; the first frame is a group of its own. Channels
 * 0 to 2 are the colours, channel 3 their mean.
 */
final class FakeCodec implements LatentCodec {
  private static final int COLOURS = 3;

  private final LatentGeometry geometry;
  private final float deviation;

  FakeCodec(LatentGeometry geometry, float deviation) {
    this.geometry = geometry;
    this.deviation = deviation;
  }

  @Override
  public LatentGeometry geometry() {
    return geometry;
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    checkPixels(pixels.getShape());
    NDManager owner = pixels.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray colours = groupFrames(shrink(FakeArrays.adopt(scope, pixels)));
      NDArray grey = colours.mean(new int[] {1}, true);
      NDArray mean = NDArrays.concat(new NDList(colours, grey), 1);
      NDArray spread = mean.onesLike().mul(deviation);
      mean.attach(owner);
      spread.attach(owner);
      return new LatentDistribution(mean, spread);
    }
  }

  private void checkPixels(Shape shape) {
    int factor = geometry.spatialFactor();
    boolean fits =
        shape.dimension() == 5
            && shape.get(1) == COLOURS
            && (shape.get(2) - 1) % geometry.temporalFactor() == 0
            && shape.get(3) % factor == 0
            && shape.get(4) % factor == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels must be (B, 3, %dN+1, H, W) with H and W multiples of %d, not %s",
              geometry.temporalFactor(),
              factor,
              shape));
    }
  }

  private NDArray shrink(NDArray pixels) {
    Shape s = pixels.getShape();
    int factor = geometry.spatialFactor();
    return pixels
        .reshape(s.get(0), s.get(1), s.get(2), s.get(3) / factor, factor, s.get(4) / factor, factor)
        .mean(new int[] {6})
        .mean(new int[] {4});
  }

  private NDArray groupFrames(NDArray frames) {
    Shape s = frames.getShape();
    if (s.get(2) == 1) {
      return frames;
    }
    int group = geometry.temporalFactor();
    NDArray rest =
        frames
            .get(":, :, 1:")
            .reshape(s.get(0), s.get(1), (s.get(2) - 1) / group, group, s.get(3), s.get(4))
            .mean(new int[] {3});
    return NDArrays.concat(new NDList(frames.get(":, :, 0:1"), rest), 2);
  }

  @Override
  public NDArray decode(NDArray latents) {
    NDManager owner = latents.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray colours = FakeArrays.adopt(scope, latents).get(":, 0:3");
      NDArray frames = colours.repeat(2, geometry.temporalFactor());
      // The first latent frame stands for one frame only.
      NDArray causal = frames.get(":, :, " + (geometry.temporalFactor() - 1) + ":");
      int factor = geometry.spatialFactor();
      NDArray pixels = causal.repeat(3, factor).repeat(4, factor);
      pixels.attach(owner);
      return pixels;
    }
  }

  @Override
  public void close() {}
}
