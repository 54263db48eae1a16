package org.sdvgen.cogvideox.vae;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.cogvideox.checkpoint.VaeConfig;
import org.sdvgen.cogvideox.checkpoint.VaeTensors;
import org.sdvgen.runtime.torch.Script;
import org.sdvgen.runtime.vae.Autoencoder;
import org.sdvgen.runtime.vae.LatentStatistics;
import org.sdvgen.runtime.vae.LatentUnits;
import org.sdvgen.runtime.vae.Tiling;
import org.sdvgen.runtime.vae.VaeNetwork;

/**
 * CogVideoX's autoencoder. 8k + 1 frames give 2k + 1 latent frames and back, 8k frames give 2k.
 *
 * @param config its sizes
 */
public record CogVideoXAutoencoder(VaeConfig config) implements Autoencoder {
  private static final Pattern BLOCK = Pattern.compile("\\.(down|up)_blocks\\.(\\d+)\\.");

  /** Frames that go through the encoder at once; the network was trained for this. */
  private static final double FRAMES_PER_BATCH = 8;

  /** Latent frames that go through the decoder at once. */
  private static final int LATENT_FRAMES_PER_BATCH = 2;

  /**
   * Reads a configuration.
   *
   * @param file {@code vae/config.json}
   * @return the autoencoder
   * @throws org.sdvgen.api.error.InputException if the file is missing or asks for something that
   *     is not supported
   */
  public static CogVideoXAutoencoder read(Path file) {
    return new CogVideoXAutoencoder(VaeConfig.read(file));
  }

  @Override
  public VaeNetwork network() {
    Map<String, Double> numbers =
        Map.of(
            "norm_num_groups",
            (double) config.normNumGroups(),
            "norm_eps",
            config.normEps(),
            "temporal_levels",
            (double) config.temporalLevels(),
            "frames_per_batch",
            FRAMES_PER_BATCH,
            "latent_frames_per_batch",
            (double) LATENT_FRAMES_PER_BATCH);
    Script script = Script.resource(CogVideoXAutoencoder.class, "vae");
    return new VaeNetwork(script, VaeTensors.of(config), numbers);
  }

  @Override
  public LatentGeometry geometry() {
    return new LatentGeometry(
        config.latentChannels(),
        config.spatialCompressionRatio(),
        config.temporalCompressionRatio());
  }

  @Override
  public LatentUnits units() {
    return LatentUnits.scaled(config.latentChannels(), config.scalingFactor());
  }

  @Override
  public int pixelChannels() {
    return config.inChannels();
  }

  @Override
  public Tiling tiling() {
    return CogVideoXTiling.standard(config);
  }

  @Override
  public boolean needsWholeLatentFrames() {
    return false;
  }

  /** The decoder stretches a pair of latent frames to a whole number of frames each. */
  @Override
  public int frameStep() {
    return LATENT_FRAMES_PER_BATCH * config.temporalCompressionRatio();
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
  public Optional<Scale> scale(String tensor) {
    int last = config.blockOutChannels().size() - 1;
    Matcher block = BLOCK.matcher(tensor);
    if (!block.find()) {
      boolean fine = tensor.startsWith("encoder.conv_in") || tensor.startsWith("decoder.conv_out");
      return Optional.of(scale(fine || tensor.startsWith("decoder.norm_out") ? 0 : last));
    }
    int number = Integer.parseInt(block.group(2));
    int resampled = tensor.contains("samplers.") ? 1 : 0;
    if (block.group(1).equals("down")) {
      return Optional.of(scale(number + resampled));
    }
    int space = last - number - resampled;
    int doublings = Math.min(number + resampled, config.temporalLevels());
    return Optional.of(new Scale(1 << space, config.temporalCompressionRatio() >> doublings));
  }

  private Scale scale(int resolution) {
    return new Scale(1 << resolution, 1 << Math.min(resolution, config.temporalLevels()));
  }

  /** The first batch of frames takes the remainder, too. */
  @Override
  public int framesAtOnce(int frames) {
    int batch = (int) FRAMES_PER_BATCH;
    return frames < batch ? frames : batch + frames % batch;
  }
}
