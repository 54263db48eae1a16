package org.sdvgen.data.toyworld;

/** The kind of sample that the toy world gives. */
public enum ToySamples {
  /** Two pictures of a subject and a prompt. */
  PAIRS,
  /** A clip and a caption. */
  CLIPS
}
