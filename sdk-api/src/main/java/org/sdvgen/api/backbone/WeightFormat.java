package org.sdvgen.api.backbone;

/** The number formats that weights can be stored in. */
public enum WeightFormat {
  /** 32-bit floating point. */
  FP32,
  /** 16-bit brain floating point: the range of fp32 with 8 bits of precision. */
  BF16,
  /** 16-bit IEEE floating point. */
  FP16
}
