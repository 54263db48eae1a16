package org.sdvgen.wan22.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.vae.Moments;
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

  /**
   * A codec.
   *
   * @param vae the autoencoder, which this codec owns
   * @param config its configuration
   */
  public WanCodec(VideoAutoencoder vae, VaeConfig config) {
    this.vae = vae;
    this.config = config;
  }

  @Override
  public LatentGeometry geometry() {
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
      Moments moments = vae.encode(scope, pixels);
      NDArray unit = perChannel(scope, config.latentsStd());
      NDArray mean = moments.mean().sub(perChannel(scope, config.latentsMean())).div(unit);
      NDArray deviation = moments.deviation().div(unit);
      mean.attach(results);
      deviation.attach(results);
      return new LatentDistribution(mean, deviation);
    }
  }

  private void check(Shape pixels) {
    PixelShapes.check(pixels, config.pixelChannels(), geometry());
    int frames = config.temporalCompressionRatio();
    if (pixels.get(2) % frames != 1 % frames) {
      throw new IllegalArgumentException(
          "a clip must have %d n + 1 frames, not %d".formatted(frames, pixels.get(2)));
    }
  }

  @Override
  public NDArray decode(NDArray latents) {
    NDManager results = latents.getManager();
    try (NDManager scope = results.newSubManager()) {
      NDArray unit = perChannel(scope, config.latentsStd());
      NDArray scaled = unit.mul(latents).add(perChannel(scope, config.latentsMean()));
      return vae.decode(results, scaled);
    }
  }

  /** One number per latent channel, (1, c, 1, 1, 1). */
  private static NDArray perChannel(NDManager scope, List<Double> values) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    return scope.create(numbers, new Shape(1, numbers.length, 1, 1, 1));
  }

  @Override
  public void close() {
    vae.close();
  }
}
