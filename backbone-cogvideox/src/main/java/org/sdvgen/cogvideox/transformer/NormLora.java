package org.sdvgen.cogvideox.transformer;

import org.sdvgen.api.config.EnumWord;

/**
 * Which tokens the adapter acts on. The readings of the paper differ in {@code norm1.linear} and
 * {@code norm2.linear}, and in whether the other layers' adapters are for all tokens.
 */
public enum NormLora {
  /** Adapters of the norms on the reference only, of other layers on all tokens: the intention. */
  REFERENCE,
  /** All adapters on all tokens, as the published code really computes and its weights expect. */
  ALL,
  /** All adapters on the reference's tokens only, as the paper's text says. */
  REFERENCE_ONLY;

  /** The setting's name in adapter files. */
  static final String KEY = "norm_lora";

  /** Returns the value as adapter files spell it. */
  String word() {
    return EnumWord.of(this);
  }
}
