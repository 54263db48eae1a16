package org.sdvgen.wan22.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.vae.LatentUnits;
import org.sdvgen.runtime.vae.PixelShapes;
import org.sdvgen.runtime.vae.VideoAutoencoder;
import org.sdvgen.wan22.checkpoint.VaeConfig;

/**
 * The autoencoder as a codec of normalised latents: its own less the mean of their channel, over
 * the channel's standard deviation.
 */
public final class WanCodec implements LatentCodec {
  private final VideoAutoencoder vae;
  private final VaeConfig config;
  private final LatentUnits units;

  /**
   * A codec.
   *
   * @param vae the autoencoder, which this codec owns
   * @param config its configuration
   */
  public WanCodec(VideoAutoencoder vae, VaeConfig config) {
    this.vae = vae;
    this.config = config;
    units = LatentUnits.standardised(config.latentsMean(), config.latentsStd());
  }

  @Override
  public LatentGeometry geometry() {
    return geometry(config);
  }

  /** Returns how the pixels and latents of an autoencoder relate, by its configuration. */
  public static LatentGeometry geometry(VaeConfig config) {
    return new LatentGeometry(
        config.latentChannels(),
        config.spatialCompressionRatio(),
        config.temporalCompressionRatio());
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    check(pixels.getShape());
    NDManager results = pixels.getManager();
    try (NDManager scope = results.newSubManager()) {
      return units.normalise(results, vae.encode(scope, pixels));
    }
  }

  private void check(Shape pixels) {
    PixelShapes.check(pixels, config.pixelChannels(), geometry());
    int frames = config.temporalCompressionRatio();
    if (pixels.get(2) % frames != 1 % frames) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a clip must have %d n + 1 frames, not %d", frames, pixels.get(2)));
    }
  }

  @Override
  public NDArray decode(NDArray latents) {
    NDManager results = latents.getManager();
    try (NDManager scope = results.newSubManager()) {
      return vae.decode(results, units.restore(scope, latents));
    }
  }

  @Override
  public void close() {
    vae.close();
  }
}
