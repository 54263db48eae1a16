package org.sdvgen.host.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SampleOrderTest {
  private static List<Long> epoch(long seed, String track, long size, long epoch) {
    SampleOrder order = new SampleOrder(seed, track, size);
    return LongStream.range(epoch * size, (epoch + 1) * size).mapToObj(order::index).toList();
  }

  @Property(tries = 200)
  void everyEpochIsAPermutation(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(max = 1000) int epoch) {
    List<Long> indices = epoch(seed, "t", size, epoch);
    assertEquals(LongStream.range(0, size).boxed().toList(), indices.stream().sorted().toList());
  }

  @Test
  void epochsTracksAndSeedsDiffer() {
    List<Long> first = epoch(1, "a", 100, 0);
    assertEquals(first, epoch(1, "a", 100, 0));
    assertNotEquals(first, epoch(1, "a", 100, 1));
    assertNotEquals(first, epoch(1, "b", 100, 0));
    assertNotEquals(first, epoch(2, "a", 100, 0));
  }

  /** Every sample should come at every place about equally often. */
  @Test
  void placesAreUniform() {
    int size = 10;
    int epochs = 5000;
    int[][] counts = new int[size][size];
    for (int e = 0; e < epochs; e++) {
      List<Long> order = epoch(7, "t", size, e);
      for (int place = 0; place < size; place++) {
        counts[place][order.get(place).intValue()]++;
      }
    }
    double expected = (double) epochs / size;
    for (int[] place : counts) {
      double chiSquare = 0;
      for (int count : place) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
      // 99.99 % quantile for 9 degrees of freedom is 33.7.
      assertTrue(chiSquare < 33.7, "chi square " + chiSquare);
    }
  }

  @Test
  void hugeSourcesCostNothing() {
    SampleOrder order = new SampleOrder(1, "t", Long.MAX_VALUE / 4);
    long index = order.index(5);
    assertTrue(index >= 0 && index < Long.MAX_VALUE / 4);
  }
}
