package org.sdvgen.runtime.vae;

import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.sdvgen.api.backbone.LatentGeometry;

/** Checks what a codec is given to encode. */
public final class PixelShapes {
  private PixelShapes() {}

  /**
   * Checks the shape of clips.
   *
   * @param pixels their shape
   * @param channels colour channels of a pixel
   * @param geometry the codec's geometry
   * @throws IllegalArgumentException if it is not (B, C, F, H, W) with as many channels and whole
   *     latent rows and columns
   */
  public static void check(Shape pixels, int channels, LatentGeometry geometry) {
    int multiple = geometry.spatialFactor();
    if (pixels.dimension() != 5
        || pixels.get(1) != channels
        || pixels.get(3) % multiple != 0
        || pixels.get(4) % multiple != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels must be (B, %d, F, H, W) with H and W multiples of %d, not %s",
              channels,
              multiple,
              pixels));
    }
  }
}
