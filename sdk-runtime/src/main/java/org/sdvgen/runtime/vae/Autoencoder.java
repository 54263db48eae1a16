package org.sdvgen.runtime.vae;

import java.util.Map;
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
}
