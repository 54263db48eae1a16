package org.sdvgen.wan22.vae;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.vae.Autoencoder;
import org.sdvgen.runtime.vae.LatentStatistics;
import org.sdvgen.runtime.vae.LatentUnits;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeNetwork;
import org.sdvgen.wan22.checkpoint.VaeConfig;
import org.sdvgen.wan22.checkpoint.VaeTensors;

/**
 * Wan 2.2's autoencoder. t * k + 1 frames give k + 1 latent frames and back, t = 4 in the published
 * model; frames after these are left out. A video is encoded and decoded one latent frame at a
 * time, so that the memory for the networks' states does not grow with its length. (diffusers
 * encodes four frames at a time whatever t is, which is the same for the published model.)
 *
 * @param config its sizes
 */
public record WanAutoencoder(VaeConfig config) implements Autoencoder {
  private static final Pattern BLOCK = Pattern.compile("\\.(down|up)_blocks\\.(\\d+)\\.");

  /**
   * Reads a configuration.
   *
   * @param file {@code vae/config.json}
   * @return the autoencoder
   * @throws org.sdvgen.api.error.InputException if the file is missing or asks for something that
   *     is not supported
   */
  public static WanAutoencoder read(Path file) {
    return new WanAutoencoder(VaeConfig.read(file));
  }

  @Override
  public VaeNetwork network() {
    Map<String, Double> numbers =
        Map.of(
            "patch_size", (double) config.patchSize(),
            "frames_per_latent", (double) config.temporalCompressionRatio());
    Script script = Script.resource(WanAutoencoder.class, "vae");
    return new VaeNetwork(script, VaeTensors.of(config), numbers);
  }

  @Override
  public LatentGeometry geometry() {
    return new LatentGeometry(
        config.latentChannels(),
        config.spatialCompressionRatio(),
        config.temporalCompressionRatio());
  }

  /** Normalised latents: less the mean of their channel, over the channel's standard deviation. */
  @Override
  public LatentUnits units() {
    return LatentUnits.standardised(config.latentsMean(), config.latentsStd());
  }

  @Override
  public int pixelChannels() {
    return config.pixelChannels();
  }

  @Override
  public Tiling tiling() {
    return WanTiling.standard(config);
  }

  @Override
  public Map<String, ?> normalisation(LatentStatistics statistics) {
    return Map.of("latents_mean", statistics.mean(), "latents_std", statistics.std());
  }

  @Override
  public Optional<Scale> scale(String tensor) {
    int last = config.dimMult().size() - 1;
    Matcher block = BLOCK.matcher(tensor);
    if (!block.find()) {
      boolean fine = tensor.startsWith("encoder.conv_in") || tensor.startsWith("decoder.conv_out");
      return Optional.of(scale(fine ? 0 : last));
    }
    int number = Integer.parseInt(block.group(2));
    int resampled = tensor.contains(".resample.") ? 1 : 0;
    return Optional.of(
        scale(block.group(1).equals("down") ? number + resampled : last - number - resampled));
  }

  private Scale scale(int resolution) {
    long halved =
        config.temporalDownsample().stream().limit(resolution).filter(time -> time).count();
    return new Scale(config.patchSize() << resolution, 1 << halved);
  }

  @Override
  public int framesAtOnce(int frames) {
    return frames == 1 ? 1 : config.temporalCompressionRatio();
  }

  /** A block adds its input to its result. */
  @Override
  public int keptInputs() {
    return 1;
  }

  @Override
  public int encodingTileUnit() {
    return config.patchSize();
  }
}
