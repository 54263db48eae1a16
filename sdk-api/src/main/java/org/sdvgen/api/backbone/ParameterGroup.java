package org.sdvgen.api.backbone;

/** The layer groups by which gradients are analysed (paper, section 4). */
public enum ParameterGroup {
  /** Projections of the attention. */
  ATTENTION,
  /** Feed-forward layers. */
  MLP,
  /** Normalisation and its modulation. */
  NORM,
  /** Embeddings of patches, text and time. */
  EMBED,
  /** Anything else, such as the output projection. */
  OTHER
}
