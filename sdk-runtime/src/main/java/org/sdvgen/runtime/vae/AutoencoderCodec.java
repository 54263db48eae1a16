package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Locale;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.LatentGeometry;

/** An autoencoder as a codec of normalised latents. */
public final class AutoencoderCodec implements LatentCodec {
  private final VideoAutoencoder vae;
  private final Autoencoder autoencoder;

  /**
   * A codec.
   *
   * @param vae the loaded autoencoder, which this codec owns
   * @param autoencoder its description
   */
  public AutoencoderCodec(VideoAutoencoder vae, Autoencoder autoencoder) {
    this.vae = vae;
    this.autoencoder = autoencoder;
  }

  /**
   * Loads a codec.
   *
   * @param parent parent of the manager that owns the weights; its device computes
   * @param folder {@code vae/} of a checkpoint
   * @param autoencoder its description
   * @param settings how it is computed
   * @return the codec; the caller closes it
   * @throws org.sdvgen.api.error.InputException if the weights do not fit the network
   */
  public static AutoencoderCodec load(
      NDManager parent, Path folder, Autoencoder autoencoder, VaeSettings settings) {
    return new AutoencoderCodec(
        VideoAutoencoder.load(parent, folder, autoencoder.network(), settings), autoencoder);
  }

  @Override
  public LatentGeometry geometry() {
    return autoencoder.geometry();
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    check(pixels.getShape());
    NDManager results = pixels.getManager();
    try (NDManager scope = results.newSubManager()) {
      return autoencoder.units().normalise(results, vae.encode(scope, pixels));
    }
  }

  private void check(Shape pixels) {
    int channels = autoencoder.pixelChannels();
    int multiple = geometry().spatialFactor();
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
    int frames = geometry().temporalFactor();
    if (autoencoder.needsWholeLatentFrames() && pixels.get(2) % frames != 1 % frames) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a clip must have %d n + 1 frames, not %d", frames, pixels.get(2)));
    }
  }

  @Override
  public NDArray decode(NDArray latents) {
    NDManager results = latents.getManager();
    try (NDManager scope = results.newSubManager()) {
      return vae.decode(results, autoencoder.units().restore(scope, latents));
    }
  }

  @Override
  public void close() {
    vae.close();
  }
}
