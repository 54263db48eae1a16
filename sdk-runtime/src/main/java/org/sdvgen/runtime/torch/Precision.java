package org.sdvgen.runtime.torch;

import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.config.EnumWord;

/** Floating point formats of weights and activations. */
public enum Precision {
  /** 32-bit IEEE floating point. */
  FP32(6, 4, "F32"),
  /** 16-bit IEEE floating point. */
  FP16(5, 2, "F16"),
  /** 16-bit brain floating point: the range of fp32 with 8 bits of precision. */
  BF16(15, 2, "BF16");

  private final int scalarType;
  private final int bytes;
  private final String safetensorsName;

  Precision(int scalarType, int bytes, String safetensorsName) {
    this.scalarType = scalarType;
    this.bytes = bytes;
    this.safetensorsName = safetensorsName;
  }

  /** Returns PyTorch's {@code c10::ScalarType} number, which TorchScript text uses as a dtype. */
  public int scalarType() {
    return scalarType;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Returns the dtype's name in a safetensors header. */
  public String safetensorsName() {
    return safetensorsName;
  }

  /** Returns the word that names this precision in a configuration, for example {@code bf16}. */
  public String word() {
    return EnumWord.of(this);
  }

  /** Returns the precision of a storage format. */
  public static Precision of(WeightFormat format) {
    return switch (format) {
      case FP32 -> FP32;
      case BF16 -> BF16;
      case FP16 -> FP16;
    };
  }
}
