package org.sdvgen.api.backbone;

/** The parts of a model that have weights of their own and need not be in memory all the time. */
public enum ModelPart {
  /** Prompts to embeddings. */
  TEXT_ENCODER,
  /** Pixels to latents and back. */
  CODEC,
  /** The network that is trained; adapters and master weights are no part of it. */
  DENOISER
}
