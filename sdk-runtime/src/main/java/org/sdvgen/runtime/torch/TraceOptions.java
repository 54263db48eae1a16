package org.sdvgen.runtime.torch;

import java.util.SplittableRandom;

/**
 * How a chain of blocks is traced.
 *
 * @param checkpointing whether to keep only each block's inputs and to recompute its activations in
 *     backward, which saves memory and costs a second forward pass; the gradients are the same bit
 *     for bit
 * @param dropoutSeed seed of all dropout masks of this trace, a function of run, step and
 *     micro-batch
 */
public record TraceOptions(boolean checkpointing, long dropoutSeed) {
  /** Returns the seed of one block's masks, the same for its forward pass and its recomputation. */
  long blockSeed(int block) {
    return new SplittableRandom(dropoutSeed ^ (block * 0x9E3779B97F4A7C15L)).nextLong();
  }
}
