package org.sdvgen.runtime.torch;

import java.util.SplittableRandom;

/**
 * How a chain of blocks is traced.
 *
 * @param checkpointing how much of the forward pass is kept for backward
 * @param backwardNext whether backward of this trace comes before any other one's; where blocks are
 *     run again in backward, the last of the large ones is then kept instead
 * @param dropoutSeed seed of all dropout masks of this trace, a function of run, step and
 *     micro-batch
 */
public record TraceOptions(
    GradientCheckpointing checkpointing, boolean backwardNext, long dropoutSeed) {
  /**
   * Options of a trace whose backward comes next.
   *
   * @param checkpointing how much of the forward pass is kept for backward
   * @param dropoutSeed seed of all dropout masks of this trace
   */
  public TraceOptions(GradientCheckpointing checkpointing, long dropoutSeed) {
    this(checkpointing, true, dropoutSeed);
  }

  /** Returns the seed of one block's masks, the same for its forward pass and its recomputation. */
  long blockSeed(int block) {
    return new SplittableRandom(dropoutSeed ^ (block * 0x9E3779B97F4A7C15L)).nextLong();
  }
}
