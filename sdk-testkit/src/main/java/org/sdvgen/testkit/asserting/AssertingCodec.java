package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;

/**
 * Asserts types, sizes and owners of pixels and latents.
 *
 * @param codec the one that does the work
 */
record AssertingCodec(LatentCodec codec) implements LatentCodec {
  private static final int COLOURS = 3;

  @Override
  public LatentGeometry geometry() {
    return codec.geometry();
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    Checks.fp32(pixels, "pixels");
    Checks.axes(pixels, 5, "pixels");
    Shape s = pixels.getShape();
    Checks.require(s.get(1) == COLOURS, () -> "pixels must have 3 channels, not " + s);
    LatentDistribution posterior =
        Checks.leaving(pixels.getManager(), 2, "encode", () -> codec.encode(pixels));
    LatentGeometry geometry = geometry();
    Shape expected =
        new Shape(
            s.get(0),
            geometry.channels(),
            geometry.latentFrames(Math.toIntExact(s.get(2))),
            s.get(3) / geometry.spatialFactor(),
            s.get(4) / geometry.spatialFactor());
    check(posterior.mean(), expected, pixels, "the mean");
    check(posterior.std(), expected, pixels, "the std");
    return posterior;
  }

  private static void check(NDArray array, Shape expected, NDArray pixels, String what) {
    Checks.fp32(array, what);
    Checks.shape(array, expected, what);
    Checks.owner(array, pixels.getManager(), what);
  }

  @Override
  public NDArray decode(NDArray latents) {
    Checks.fp32(latents, "latents");
    Checks.axes(latents, 5, "latents");
    NDArray pixels = Checks.leaving(latents.getManager(), 1, "decode", () -> codec.decode(latents));
    Checks.fp32(pixels, "decoded pixels");
    Checks.axes(pixels, 5, "decoded pixels");
    Checks.owner(pixels, latents.getManager(), "decoded pixels");
    return pixels;
  }

  @Override
  public void close() {
    codec.close();
  }
}
