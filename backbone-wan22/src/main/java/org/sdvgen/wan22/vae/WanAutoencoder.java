package org.sdvgen.wan22.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;
import org.sdvgen.runtime.vae.AutoencoderFitter;
import org.sdvgen.runtime.vae.FittedAutoencoder;
import org.sdvgen.runtime.vae.LatentStatistics;
import org.sdvgen.runtime.vae.VaeNetwork;
import org.sdvgen.runtime.vae.VaeSettings;
import org.sdvgen.wan22.checkpoint.VaeConfig;

/**
 * The autoencoder as something to train.
 *
 * @param config its sizes
 */
public record WanAutoencoder(VaeConfig config) implements FittedAutoencoder {
  /**
   * Makes what trains an autoencoder.
   *
   * @param settings its sizes, and how it is trained
   * @return the fitter
   * @throws org.sdvgen.api.error.InputException if {@code config.json} is missing or asks for
   *     something that is not supported
   */
  public static CodecFitter fitter(AutoencoderFitSettings settings) {
    return new AutoencoderFitter(new WanAutoencoder(VaeConfig.read(settings.config())), settings);
  }

  @Override
  public VaeNetwork network() {
    return CausalVae.network(config);
  }

  @Override
  public LatentGeometry geometry() {
    return WanCodec.geometry(config);
  }

  @Override
  public int pixelChannels() {
    return config.pixelChannels();
  }

  @Override
  public Map<String, ?> normalisation(LatentStatistics statistics) {
    return Map.of("latents_mean", statistics.mean(), "latents_std", statistics.deviation());
  }

  @Override
  public LatentCodec load(NDManager parent, Path folder, Precision precision) {
    VaeConfig written = VaeConfig.read(CheckpointFolder.config(folder));
    VaeSettings settings = new VaeSettings(precision, Optional.empty(), true);
    return new WanCodec(CausalVae.load(parent, folder, written, settings), written);
  }
}
