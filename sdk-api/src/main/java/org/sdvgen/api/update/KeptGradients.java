package org.sdvgen.api.update;

/** Settings of an update rule that keeps earlier gradients, by which its memory is planned. */
public interface KeptGradients {
  /**
   * Counts what is kept at most.
   *
   * @param parameters how many numbers are trained
   * @return bytes
   */
  long bytes(long parameters);

  /** Returns where they are kept. */
  Keeper keeper();

  /** Places of gradients. */
  enum Keeper {
    /** The parameters' device. */
    DEVICE,
    /** The host's memory. */
    HOST,
    /** Files. */
    DISK
  }
}
