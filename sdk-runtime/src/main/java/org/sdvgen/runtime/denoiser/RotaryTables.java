package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDManager;

/** Makes a network's rotary tables. */
public interface RotaryTables extends AutoCloseable {
  /**
   * Makes the table of a grid.
   *
   * @param results owns the table; its device is where it goes
   * @param grid the tokens
   * @return a table of frames * rows * columns rows
   */
  RotaryTable table(NDManager results, TokenGrid grid);

  /** Frees the program. */
  @Override
  void close();
}
