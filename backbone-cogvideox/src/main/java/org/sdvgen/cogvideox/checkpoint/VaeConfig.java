package org.sdvgen.cogvideox.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code vae/config.json} (diffusers {@code AutoencoderKLCogVideoX}).
 *
 * @param inChannels pixel channels in
 * @param outChannels pixel channels out
 * @param latentChannels latent channels
 * @param blockOutChannels channels of each resolution, finest first
 * @param layersPerBlock residual layers of each resolution in the encoder; the decoder has one more
 * @param temporalCompressionRatio frames per latent frame, a power of two
 * @param normNumGroups groups of the group norms
 * @param normEps epsilon of the residual layers' norms in the encoder
 * @param scalingFactor latents times this have about unit variance
 * @param sampleHeight native rows in pixels
 * @param sampleWidth native columns in pixels
 */
public record VaeConfig(
    int inChannels,
    int outChannels,
    int latentChannels,
    List<Integer> blockOutChannels,
    int layersPerBlock,
    int temporalCompressionRatio,
    int normNumGroups,
    double normEps,
    double scalingFactor,
    int sampleHeight,
    int sampleWidth) {

  /** Copies the list. */
  public VaeConfig {
    blockOutChannels = List.copyOf(blockOutChannels);
  }

  /**
   * Reads the configuration.
   *
   * @param file {@code config.json}
   * @return the configuration
   * @throws org.sdvgen.api.error.InputException if a key is missing or asks for something that is
   *     not supported
   */
  public static VaeConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "AutoencoderKLCogVideoX");
    config.require("act_fn", "silu");
    for (String key :
        List.of(
            "use_quant_conv",
            "use_post_quant_conv",
            "shift_factor",
            "latents_mean",
            "latents_std",
            "invert_scale_latents")) {
      config.requireUnset(key);
    }
    int temporal = config.few("temporal_compression_ratio");
    List<Integer> channels = config.positives("block_out_channels");
    if (Integer.bitCount(temporal) != 1 || log2(temporal) >= channels.size()) {
      throw config.wrong(
          "temporal_compression_ratio", "a power of 2 with fewer doublings than resolutions");
    }
    int groups = config.few("norm_num_groups");
    if (channels.stream().anyMatch(count -> count % groups != 0)) {
      throw config.wrong("block_out_channels", "multiples of norm_num_groups, " + groups);
    }
    return new VaeConfig(
        config.few("in_channels"),
        config.few("out_channels"),
        config.few("latent_channels"),
        channels,
        config.few("layers_per_block"),
        temporal,
        groups,
        config.number("norm_eps"),
        config.number("scaling_factor"),
        config.positive("sample_height"),
        config.positive("sample_width"));
  }

  /** Returns pixels per latent row and column. */
  public int spatialCompressionRatio() {
    return 1 << (blockOutChannels.size() - 1);
  }

  /** Returns how many of the resolutions also halve the number of frames. */
  public int temporalLevels() {
    return log2(temporalCompressionRatio);
  }

  private static int log2(int power) {
    return Integer.numberOfTrailingZeros(power);
  }
}
