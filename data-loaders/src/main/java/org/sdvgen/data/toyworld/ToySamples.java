package org.sdvgen.data.toyworld;

/** The kind of sample that the toy world gives. */
public enum ToySamples {
  /** Two pictures of a subject and a prompt. */
  PAIRS,
  /** A clip and a caption. */
  CLIPS,
  /** A picture of a subject and words for a clip of it elsewhere: to evaluate with. */
  SUBJECT_VIDEOS
}
