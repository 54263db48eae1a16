package org.sdvgen.host.config;

/** The optimizers. */
public enum OptimizerName {
  /** AdamW for every parameter. */
  ADAMW,
  /** Muon for the matrices of attention, feed-forward and modulation, AdamW for all else. */
  MUON
}
