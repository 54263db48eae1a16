package org.sdvgen.runtime.denoiser;

import java.util.Optional;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.quantization.QuantizedFormat;
import org.sdvgen.runtime.torch.Precision;

/**
 * How a network's pretrained weights are kept.
 *
 * @param precision precision of activations, and of weights that are not quantised
 * @param quantized the format of the weights of linear layers inside the blocks; empty to keep them
 *     in the precision
 * @param residentBlocks how many blocks, from the first, stay on the device; the others are read
 *     from the checkpoint one ahead of the computation. Empty to keep all
 */
public record BaseStorage(
    Precision precision, Optional<QuantizedFormat> quantized, Optional<Integer> residentBlocks) {
  /**
   * All weights in one precision.
   *
   * @param precision precision of activations and weights
   */
  public BaseStorage(Precision precision) {
    this(precision, Optional.empty(), Optional.empty());
  }

  /**
   * The same for files that are quantised already.
   *
   * @param stored their format
   * @param files their name, for the message
   * @throws InputException if another format is asked for
   */
  public BaseStorage withQuantized(QuantizedFormat stored, String files) {
    quantized
        .filter(asked -> asked != stored)
        .ifPresent(
            asked -> {
              throw contradiction(EnumWord.of(asked), stored, files);
            });
    return new BaseStorage(precision, Optional.of(stored), residentBlocks);
  }

  /**
   * The error where a setting asks for weights in another format than files have.
   *
   * @param asked the setting's value
   * @param stored the files' format
   * @param files their name
   */
  public static InputException contradiction(String asked, QuantizedFormat stored, String files) {
    return new InputException(
        "backbone.weights = %s, but %s holds weights quantised to %s: leave the setting out, or set backbone.checkpoint to the model that the folder was made of"
            .formatted(asked, files, EnumWord.of(stored)));
  }
}
