package org.sdvgen.runtime.torch;

import org.sdvgen.api.config.FormerWord;

/**
 * How much of the forward pass backward finds in memory, and how much it computes again. The
 * gradients are the same bit for bit.
 */
public enum GradientCheckpointing {
  /** Everything that backward needs is kept. */
  @FormerWord("false")
  NONE,

  /** Of every block its inputs are kept, and the block is run again in backward. */
  @FormerWord("true")
  FULL,

  /**
   * As {@link #FULL}, but the results of attention are kept, too: one more tensor of the streams'
   * size, and a number for each token and head. A block that is run again takes them.
   */
  SELECTIVE
}
