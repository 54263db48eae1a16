package org.sdvgen.runtime.weights;

import java.util.Arrays;
import java.util.Optional;

/** Element types of safetensors files that this project reads; constants are the format's names. */
public enum StoredType {
  /** 64-bit floating point. */
  F64(7, 8),
  /** 32-bit floating point. */
  F32(6, 4),
  /** 16-bit IEEE floating point. */
  F16(5, 2),
  /** 16-bit brain floating point. */
  BF16(15, 2),
  /** 8-bit floating point: sign, 4 bits of exponent, 3 of mantissa; no infinity. */
  F8_E4M3(24, 1),
  /** 8-bit floating point: sign, 5 bits of exponent, 2 of mantissa. */
  F8_E5M2(23, 1),
  /** 64-bit integer. */
  I64(4, 8),
  /** 32-bit integer. */
  I32(3, 4),
  /** 16-bit integer. */
  I16(2, 2),
  /** 8-bit integer. */
  I8(1, 1),
  /** 8-bit unsigned integer. */
  U8(0, 1),
  /** Truth value in one byte. */
  BOOL(11, 1);

  private final int scalarType;
  private final int bytes;

  StoredType(int scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** Returns PyTorch's {@code c10::ScalarType} number. */
  public int scalarType() {
    return scalarType;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  static Optional<StoredType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static StoredType ofScalarType(int scalarType) {
    return Arrays.stream(values())
        .filter(type -> type.scalarType == scalarType)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("safetensors has no scalar type " + scalarType));
  }
}
