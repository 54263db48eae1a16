package org.sdvgen.runtime.vae;

/** The part of an autoencoder that is trained. */
public enum AutoencoderPart {
  /** Everything. */
  ALL,
  /** The decoder: latents do not change, so models that were trained on them stay valid. */
  DECODER
}
