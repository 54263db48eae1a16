package org.sdvgen.runtime.backbone;

import java.util.Optional;
import org.sdvgen.runtime.quantization.QuantizedFormat;

/** Formats of a transformer's frozen weights. */
public enum BaseFormat {
  /** 16-bit brain floating point. */
  BF16,
  /** 8-bit floating point with one scale for each output channel. */
  FP8,
  /** 8-bit integers with one scale for each output channel. */
  INT8,
  /** 4-bit normal floats in blocks of 64 with double quantisation. */
  NF4;

  /** Returns how linear layers are quantised; empty for a format that is not. */
  Optional<QuantizedFormat> quantized() {
    return switch (this) {
      case BF16 -> Optional.empty();
      case FP8 -> Optional.of(QuantizedFormat.FP8);
      case INT8 -> Optional.of(QuantizedFormat.INT8);
      case NF4 -> Optional.of(QuantizedFormat.NF4);
    };
  }

  /** Returns the format of weights that are quantised. */
  static BaseFormat of(QuantizedFormat quantized) {
    return switch (quantized) {
      case FP8 -> FP8;
      case INT8 -> INT8;
      case NF4 -> NF4;
    };
  }
}
