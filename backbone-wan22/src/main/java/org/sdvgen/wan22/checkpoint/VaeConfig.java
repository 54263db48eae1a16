package org.sdvgen.wan22.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.checkpoint.ConfigFile;

/**
 * {@code vae/config.json} (diffusers {@code AutoencoderKLWan} with residual blocks).
 *
 * @param baseDim channels of the encoder's finest resolution
 * @param decoderBaseDim channels of the decoder's finest resolution
 * @param latentChannels latent channels ({@code z_dim})
 * @param dimMult channels of each resolution over those of the finest, finest first
 * @param numResBlocks residual layers of each resolution in the encoder; the decoder has one more
 * @param temporalDownsample whether the number of frames is halved after a resolution too, for all
 *     resolutions but the last ({@code temperal_downsample})
 * @param latentsMean mean of every latent channel
 * @param latentsStd standard deviation of every latent channel
 * @param inChannels channels in, patches of pixels
 * @param outChannels channels out, patches of pixels
 * @param patchSize height and width in pixels of the patches that are folded into channels; 1 where
 *     the file has null, as diffusers writes it for none
 */
public record VaeConfig(
    int baseDim,
    int decoderBaseDim,
    int latentChannels,
    List<Integer> dimMult,
    int numResBlocks,
    List<Boolean> temporalDownsample,
    List<Double> latentsMean,
    List<Double> latentsStd,
    int inChannels,
    int outChannels,
    int patchSize) {

  /** Copies the lists. */
  public VaeConfig {
    dimMult = List.copyOf(dimMult);
    temporalDownsample = List.copyOf(temporalDownsample);
    latentsMean = List.copyOf(latentsMean);
    latentsStd = List.copyOf(latentsStd);
  }

  /**
   * Reads the configuration. Keys that diffusers ignores, as {@code clip_output}, are ignored here
   * too.
   *
   * @param file {@code config.json}
   * @return the configuration
   * @throws InputException if a key is missing or asks for something that is not supported
   */
  public static VaeConfig read(Path file) {
    ConfigFile config = ConfigFile.read(file);
    config.require("_class_name", "AutoencoderKLWan");
    config.require("is_residual", "true");
    if (config.has("attn_scales") && !config.numbers("attn_scales").isEmpty()) {
      throw config.wrong("attn_scales", "an empty list");
    }
    VaeConfig vae =
        new VaeConfig(
            config.few("base_dim"),
            config.few(config.has("decoder_base_dim") ? "decoder_base_dim" : "base_dim"),
            config.few("z_dim"),
            config.positives("dim_mult"),
            config.few("num_res_blocks"),
            config.flags("temperal_downsample"),
            config.numbers("latents_mean"),
            config.numbers("latents_std"),
            config.few("in_channels"),
            config.few("out_channels"),
            config.has("patch_size") ? config.few("patch_size") : 1);
    vae.check(config);
    return vae;
  }

  private void check(ConfigFile config) {
    checkLength(config, "temperal_downsample", temporalDownsample, dimMult.size() - 1);
    checkLength(config, "latents_mean", latentsMean, latentChannels);
    checkLength(config, "latents_std", latentsStd, latentChannels);
    if (latentsStd.stream().anyMatch(std -> std <= 0)) {
      throw config.wrong("latents_std", "a list of numbers above 0");
    }
    for (String channels : new String[] {"in_channels", "out_channels"}) {
      if (config.positive(channels) % (patchSize * patchSize) != 0) {
        throw config.wrong(channels, "a multiple of patch_size squared");
      }
    }
    checkShortcuts(config);
    checkFactor(config, "scale_factor_spatial", spatialCompressionRatio());
    checkFactor(config, "scale_factor_temporal", temporalCompressionRatio());
  }

  private static void checkLength(ConfigFile config, String key, List<?> values, int length) {
    if (values.size() != length) {
      throw config.wrong(key, "a list of " + length + " values");
    }
  }

  /** The shortcuts round the blocks average, or repeat, whole groups of channels. */
  private void checkShortcuts(ConfigFile config) {
    int last = dimMult.size() - 1;
    boolean fit = true;
    for (int i = 0; i <= last; i++) {
      int finer = i == 0 ? 1 : dimMult.get(i - 1);
      fit &= finer * folded(i) % dimMult.get(i) == 0;
      int coarser = dimMult.get(Math.min(i + 1, last));
      fit &= i == 0 || dimMult.get(i) * folded(i - 1) % coarser == 0;
    }
    if (!fit) {
      throw config.wrong("dim_mult", "multiples that the blocks' shortcuts can average or repeat");
    }
  }

  /** Positions that become one when a resolution is left for the next coarser one. */
  private int folded(int resolution) {
    if (resolution == dimMult.size() - 1) {
      return 1;
    }
    return temporalDownsample.get(resolution) ? 8 : 4;
  }

  private static void checkFactor(ConfigFile config, String key, int factor) {
    if (config.positive(key) != factor) {
      throw config.wrong(key, factor + ", as the resolutions say");
    }
  }

  /** Returns colour channels of a pixel that goes in. */
  public int pixelChannels() {
    return inChannels / (patchSize * patchSize);
  }

  /** Returns pixels per latent row and column. */
  public int spatialCompressionRatio() {
    return patchSize << (dimMult.size() - 1);
  }

  /** Returns frames per latent frame. */
  public int temporalCompressionRatio() {
    return 1 << temporalDownsample.stream().filter(halved -> halved).count();
  }
}
