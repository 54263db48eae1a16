package org.sdvgen.runtime.torch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;

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
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the precision of a storage format. */
  public static Precision of(WeightFormat format) {
    return switch (format) {
      case FP32 -> FP32;
      case BF16 -> BF16;
      case FP16 -> FP16;
    };
  }

  /**
   * Parses a configuration word.
   *
   * @param key configuration key the word was given for, named in the error
   * @param word {@code fp32}, {@code fp16} or {@code bf16}
   * @return the precision
   * @throws InputException if the word is none of these
   */
  public static Precision parse(String key, String word) {
    for (Precision precision : values()) {
      if (precision.word().equals(word)) {
        return precision;
      }
    }
    String known = Arrays.stream(values()).map(Precision::word).collect(Collectors.joining(", "));
    throw new InputException(key + ": expected one of " + known + ", found \"" + word + "\"");
  }
}
