package org.sdvgen.runtime.vae;

/** What of an autoencoder is trained. */
public enum AutoencoderPart {
  /** Everything. */
  ALL,
  /** The decoder: latents stay what they are, and so do models that were trained on them. */
  DECODER
}
