package org.sdvgen.objectives;

/** Which latents are taken from the codec's posterior. */
public enum LatentSampling {
  /** A random sample. */
  POSTERIOR,
  /** The most likely ones. */
  MODE
}
