package org.sdvgen.host.plugin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;

/** A codec of a plugin whose arrays must have the shapes that its geometry says. */
final class CheckedCodec implements LatentCodec {
  private static final int COLOURS = 3;

  private final LatentCodec codec;
  private final ComponentCalls calls;

  CheckedCodec(LatentCodec codec, ComponentCalls calls) {
    this.codec = codec;
    this.calls = calls;
  }

  @Override
  public LatentGeometry geometry() {
    return codec.geometry();
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    LatentGeometry geometry = codec.geometry();
    Shape given = pixels.getShape();
    Shape wanted =
        new Shape(
            given.get(0),
            geometry.channels(),
            geometry.latentFrames(Math.toIntExact(given.get(2))),
            given.get(3) / geometry.spatialFactor(),
            given.get(4) / geometry.spatialFactor());
    LatentDistribution latents = codec.encode(pixels);
    check("encode gives a mean", latents.mean(), wanted, given);
    check("encode gives a standard deviation", latents.std(), wanted, given);
    return latents;
  }

  @Override
  public NDArray decode(NDArray latents) {
    LatentGeometry geometry = codec.geometry();
    Shape given = latents.getShape();
    Shape wanted =
        new Shape(
            given.get(0),
            COLOURS,
            (given.get(2) - 1) * geometry.temporalFactor() + 1,
            given.get(3) * geometry.spatialFactor(),
            given.get(4) * geometry.spatialFactor());
    NDArray pixels = codec.decode(latents);
    check("decode gives pixels", pixels, wanted, given);
    return pixels;
  }

  private void check(String what, NDArray array, Shape wanted, Shape given) {
    if (!array.getShape().equals(wanted)) {
      throw calls.violation(
          "%s of the shape %s for %s; its geometry says %s"
              .formatted(what, array.getShape(), given, wanted));
    }
  }

  @Override
  public void close() {
    codec.close();
  }
}
