package org.sdvgen.host.config;

/** Shapes of the learning rate over a run, by diffusers' names. */
public enum LrScheduler {
  /** The peak from the first step on, without a warm-up. */
  CONSTANT,
  /** The peak after the warm-up. */
  CONSTANT_WITH_WARMUP,
  /** Falls to 0 in a straight line. */
  LINEAR,
  /** Falls to 0 along half a cosine. */
  COSINE,
  /** Falls along half a cosine several times over. */
  COSINE_WITH_RESTARTS
}
