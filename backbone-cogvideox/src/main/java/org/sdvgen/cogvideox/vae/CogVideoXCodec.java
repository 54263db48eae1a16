package org.sdvgen.cogvideox.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.runtime.vae.LatentUnits;
import org.sdvgen.runtime.vae.PixelShapes;
import org.sdvgen.runtime.vae.VideoAutoencoder;

/** The autoencoder as a codec of normalised latents: its own times the scaling factor. */
public final class CogVideoXCodec implements LatentCodec {
  private final VideoAutoencoder vae;
  private final VaeConfig config;
  private final LatentUnits units;

  /**
   * A codec.
   *
   * @param vae the autoencoder, which this codec owns
   * @param config its configuration
   */
  public CogVideoXCodec(VideoAutoencoder vae, VaeConfig config) {
    this.vae = vae;
    this.config = config;
    units = LatentUnits.scaled(config.latentChannels(), config.scalingFactor());
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
    PixelShapes.check(pixels.getShape(), config.inChannels(), geometry());
    NDManager results = pixels.getManager();
    try (NDManager scope = results.newSubManager()) {
      return units.normalise(results, vae.encode(scope, pixels));
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
