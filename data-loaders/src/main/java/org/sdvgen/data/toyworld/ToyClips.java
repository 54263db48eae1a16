package org.sdvgen.data.toyworld;

/** The subjects of the toy world's clips. */
public enum ToyClips {
  /**
   * Everyday objects of other classes in dull colours: the paper's setting, where arbitrary videos
   * say nothing of how the pairs' subjects look.
   */
  OTHER_SUBJECTS,
  /** The subjects that the pairs show. */
  SAME_SUBJECTS,
  /** Subjects, and one time in four everyday objects: what a base model has seen of the world. */
  ALL
}
