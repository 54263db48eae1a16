package org.sdvgen.cogvideox.transformer;

import org.sdvgen.api.config.EnumWord;

/** Which streams the adapter of {@code norm1.linear} and {@code norm2.linear} acts on. */
public enum NormLora {
  /** Only the reference stream, as the paper's code intends. */
  REFERENCE,
  /** All three streams, as the paper's published code really computes and its weights expect. */
  ALL;

  /** The setting's name in adapter files. */
  static final String KEY = "norm_lora";

  /** Returns the value as adapter files spell it. */
  String word() {
    return EnumWord.of(this);
  }
}
