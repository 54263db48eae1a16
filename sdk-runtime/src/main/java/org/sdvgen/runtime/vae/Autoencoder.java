package org.sdvgen.runtime.vae;

import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.LatentGeometry;

/** An autoencoder as a backbone's configuration describes it, for loading, use and training. */
public interface Autoencoder {
  /** Returns its networks; to be trained, the script needs the method {@code fit}. */
  VaeNetwork network();

  /** Returns how its pixels and latents relate. */
  LatentGeometry geometry();

  /** Returns how its own latents and normalised ones relate. */
  LatentUnits units();

  /** Returns the colour channels of its pixels. */
  int pixelChannels();

  /**
   * The tiles that large pictures are cut into where a user wants tiles.
   *
   * @return none unless the backbone says otherwise
   */
  default Tiling tiling() {
    return Tiling.NONE;
  }

  /**
   * Whether it takes only clips whose frames, but for the first, fill whole latent frames.
   *
   * @return true unless the backbone says otherwise
   */
  default boolean needsWholeLatentFrames() {
    return true;
  }

  /**
   * The lengths of clips that come back as they went in: a multiple of this and one more frame.
   *
   * @return frames, the temporal factor unless the backbone says otherwise
   */
  default int frameStep() {
    return geometry().temporalFactor();
  }

  /**
   * Whether a tensor belongs to the decoder.
   *
   * @param tensor its name
   * @return as diffusers names the parts, unless the backbone says otherwise
   */
  default boolean decodes(String tensor) {
    return tensor.startsWith("decoder.") || tensor.startsWith("post_quant_conv.");
  }

  /**
   * Whether a bias is initialised with 1 instead of 0, because it is a factor.
   *
   * @param tensor the bias's name
   * @return false unless the backbone says otherwise
   */
  default boolean startsAtOne(String tensor) {
    return false;
  }

  /**
   * The entries of {@code config.json} by which latents are normalised.
   *
   * @param statistics of the autoencoder's own latents
   * @return numbers or lists of numbers by key
   */
  Map<String, ?> normalisation(LatentStatistics statistics);

  /**
   * The resolution at which a convolution computes, by which its memory is planned.
   *
   * @param tensor the name of its weight
   * @return empty unless the backbone says it
   */
  default Optional<Scale> scale(String tensor) {
    return Optional.empty();
  }

  /**
   * How many frames of a clip go through together, where planning knows of it.
   *
   * @param frames the clip's frames
   * @return all unless the backbone says otherwise
   */
  default int framesAtOnce(int frames) {
    return frames;
  }

  /**
   * How often a block's input stays in memory while its layers compute, beside the layers' own.
   *
   * @return 0 unless the backbone says otherwise
   */
  default int keptInputs() {
    return 0;
  }

  /**
   * Height and width in pixels of what the tiles of {@link Tiling#encoding} count.
   *
   * @return 1, a pixel, unless the backbone says otherwise
   */
  default int encodingTileUnit() {
    return 1;
  }

  /**
   * A resolution.
   *
   * @param space pixels of its rows and columns, in each direction
   * @param time frames of its frames
   */
  record Scale(int space, int time) {}
}
