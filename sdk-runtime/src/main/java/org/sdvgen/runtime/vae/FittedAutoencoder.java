package org.sdvgen.runtime.vae;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.runtime.torch.Precision;

/** What a backbone says of its autoencoder so that it can be trained. */
public interface FittedAutoencoder {
  /** Returns its networks; the script has the method {@code fit}. */
  VaeNetwork network();

  /** Returns how its pixels and latents relate. */
  LatentGeometry geometry();

  /**
   * The lengths of clips that come back as they went in: a multiple of this and one more frame.
   *
   * @return frames, the temporal factor unless the backbone says otherwise
   */
  default int frameStep() {
    return geometry().temporalFactor();
  }

  /** Returns the colour channels of its pixels. */
  int pixelChannels();

  /**
   * Whether a tensor belongs to what turns latents into pixels.
   *
   * @param tensor its name
   * @return as diffusers names the parts, unless the backbone says otherwise
   */
  default boolean decodes(String tensor) {
    return tensor.startsWith("decoder.") || tensor.startsWith("post_quant_conv.");
  }

  /**
   * Whether a bias begins with 1 instead of 0, because it is a factor.
   *
   * @param tensor the bias's name
   * @return false unless the backbone says otherwise
   */
  default boolean startsAtOne(String tensor) {
    return false;
  }

  /**
   * What {@code config.json} has to say so that latents are normalised.
   *
   * @param statistics of the autoencoder's own latents
   * @return numbers or lists of numbers by key
   */
  Map<String, ?> normalisation(LatentStatistics statistics);

  /**
   * Loads the autoencoder as a codec of normalised latents.
   *
   * @param parent parent of the manager that owns the weights
   * @param folder {@code vae/} of a checkpoint, of the sizes of this one
   * @param precision how it is computed
   * @return the codec; the caller closes it
   */
  LatentCodec load(NDManager parent, Path folder, Precision precision);
}
