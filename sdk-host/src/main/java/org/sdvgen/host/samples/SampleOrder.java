package org.sdvgen.host.samples;

import org.sdvgen.api.random.DrawKey;

/**
 * The order in which a track goes through its samples, epoch after epoch: a pure function of (seed,
 * track, position), computed without a table, so that data sets of any size cost nothing and a run
 * resumes at any position.
 *
 * <p>Every epoch is a permutation of its own: a Feistel network over the next even power of two,
 * walked until it lands among the samples.
 */
final class SampleOrder {
  /** Four would do for large sources; among ten samples the places would not be equally likely. */
  private static final int ROUNDS = 8;

  private final long seed;
  private final String purpose;
  private final long size;
  private final int halfBits;

  /**
   * The order of one track.
   *
   * @param seed the run's seed
   * @param track the track's name
   * @param size number of samples, at least 1
   */
  SampleOrder(long seed, String track, long size) {
    if (size < 1) {
      throw new IllegalArgumentException("track " + track + " has no samples");
    }
    this.seed = seed;
    this.size = size;
    purpose = "order/" + track;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    halfBits = Math.max(1, (bits + 1) / 2);
  }

  /**
   * The sample at a position of the track's endless stream.
   *
   * @param position 0, 1, ...; every {@code size} positions are one epoch
   * @return the sample's index in its source
   */
  long index(long position) {
    long epoch = position / size;
    long index = position % size;
    do {
      index = permute(epoch, index);
    } while (index >= size);
    return index;
  }

  private long permute(long epoch, long value) {
    long mask = (1L << halfBits) - 1;
    long left = value >>> halfBits;
    long right = value & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = new DrawKey(seed, epoch * ROUNDS + round, right, purpose).mixed();
      long next = left ^ (mixed & mask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
