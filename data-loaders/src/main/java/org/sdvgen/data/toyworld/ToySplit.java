package org.sdvgen.data.toyworld;

/** A set of subjects of a toy world: no subject is in two splits. */
public enum ToySplit {
  /** Subjects to train on. */
  TRAINING(0),
  /** Subjects that no training has seen. */
  UNSEEN(1L << 40);

  private final long firstSubject;

  ToySplit(long firstSubject) {
    this.firstSubject = firstSubject;
  }

  /** Returns the index of the split's first subject. */
  long firstSubject() {
    return firstSubject;
  }
}
