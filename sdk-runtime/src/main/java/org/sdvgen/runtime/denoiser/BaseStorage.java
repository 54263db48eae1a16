package org.sdvgen.runtime.denoiser;

import java.util.Optional;
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
}
