package org.sdvgen.runtime.backbone;

import ai.djl.ndarray.NDArray;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.vae.Autoencoder;
import org.sdvgen.runtime.vae.AutoencoderCodec;
import org.sdvgen.runtime.vae.VideoAutoencoder;

/**
 * A codec that reads its weights when it is first used.
 *
 * @param autoencoder its description
 * @param weights the weights
 */
record LazyCodec(Autoencoder autoencoder, Part<VideoAutoencoder> weights) implements LatentCodec {
  @Override
  public LatentGeometry geometry() {
    return autoencoder.geometry();
  }

  @SuppressWarnings("resource") // its parts stay open
  private AutoencoderCodec codec() {
    return new AutoencoderCodec(weights.get(), autoencoder);
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    return codec().encode(pixels);
  }

  @Override
  public NDArray decode(NDArray latents) {
    return codec().decode(latents);
  }

  @Override
  public void close() {
    weights.release();
  }
}
