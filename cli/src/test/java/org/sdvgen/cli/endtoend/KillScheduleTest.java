package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.cli.endtoend.KillSchedule.Kill;

/** Kills take their turns. */
final class KillScheduleTest {
  private static final Set<KillKind> ALL = EnumSet.allOf(KillKind.class);

  @Test
  void aFewSeedsInARowReachEveryKind() {
    int turns = (ALL.size() + 4) / 5;
    for (long first : List.of(-3L, 0L, 1L, 20_787L)) {
      Set<KillKind> reached =
          LongStream.range(first, first + turns)
              .mapToObj(seed -> KillSchedule.of(seed, 5))
              .flatMap(List::stream)
              .map(Kill::kind)
              .collect(Collectors.toSet());
      assertEquals(ALL, reached);
    }
  }

  @Test
  void manyKillsReachEveryKindAtOnce() {
    List<Kill> kills = KillSchedule.of(7, 30);
    assertEquals(30, kills.size());
    assertEquals(ALL, kills.stream().map(Kill::kind).collect(Collectors.toSet()));
  }

  @Test
  void theSameKindComesAgainWithOtherLines() {
    int every = ALL.size();
    List<Kill> kills = KillSchedule.of(0, 2 * every);
    assertEquals(kills.get(0).kind(), kills.get(every).kind());
    assertEquals(2L * every, kills.stream().map(Kill::seed).distinct().count());
  }
}
