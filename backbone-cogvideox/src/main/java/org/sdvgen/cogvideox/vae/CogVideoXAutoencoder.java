package org.sdvgen.cogvideox.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.runtime.checkpoint.CheckpointFolder;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;
import org.sdvgen.runtime.vae.AutoencoderFitter;
import org.sdvgen.runtime.vae.FittedAutoencoder;
import org.sdvgen.runtime.vae.LatentStatistics;
import org.sdvgen.runtime.vae.VaeNetwork;
import org.sdvgen.runtime.vae.VaeSettings;

/**
 * The autoencoder as something to train.
 *
 * @param config its sizes
 */
public record CogVideoXAutoencoder(VaeConfig config) implements FittedAutoencoder {
  /**
   * Makes what trains an autoencoder.
   *
   * @param settings its sizes, and how it is trained
   * @return the fitter
   * @throws org.sdvgen.api.error.InputException if {@code config.json} is missing or asks for
   *     something that is not supported
   */
  public static CodecFitter fitter(AutoencoderFitSettings settings) {
    return new AutoencoderFitter(
        new CogVideoXAutoencoder(VaeConfig.read(settings.config())), settings);
  }

  @Override
  public VaeNetwork network() {
    return CausalVae.network(config);
  }

  @Override
  public LatentGeometry geometry() {
    return CogVideoXCodec.geometry(config);
  }

  /** The decoder stretches a pair of latent frames to a whole number of frames each. */
  @Override
  public int frameStep() {
    return CausalVae.LATENT_FRAMES_PER_BATCH * config.temporalCompressionRatio();
  }

  @Override
  public int pixelChannels() {
    return config.inChannels();
  }

  /** The decoder's norms multiply by what this convolution gives. */
  @Override
  public boolean startsAtOne(String tensor) {
    return tensor.endsWith(".conv_y.conv.bias");
  }

  @Override
  public Map<String, ?> normalisation(LatentStatistics statistics) {
    return Map.of("scaling_factor", 1 / statistics.rootMeanSquare());
  }

  @Override
  public LatentCodec load(NDManager parent, Path folder, Precision precision) {
    VaeConfig written = VaeConfig.read(CheckpointFolder.config(folder));
    VaeSettings settings = new VaeSettings(precision, Optional.empty(), true);
    return new CogVideoXCodec(CausalVae.load(parent, folder, written, settings), written);
  }
}
