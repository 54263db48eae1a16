package org.sdvgen.cli.endtoend;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which kills there are. A few kinds of lines are taken at a time, others with the next seed, so
 * that a short test reaches all of them in turn.
 */
final class KillSchedule {
  private KillSchedule() {}

  /**
   * A kill.
   *
   * @param kind of lines
   * @param seed chooses one of them
   */
  record Kill(KillKind kind, long seed) {}

  /**
   * The kills of a seed; those of the next one follow on them.
   *
   * @param seed any number
   * @param count how many kills
   */
  static List<Kill> of(long seed, int count) {
    KillKind[] kinds = KillKind.values();
    return IntStream.range(0, count)
        .mapToLong(i -> seed * count + i)
        .mapToObj(number -> new Kill(kinds[Math.floorMod(number, kinds.length)], number))
        .toList();
  }
}
