package org.sdvgen.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.host.StepReport;

final class AlternationTest {
  /** Takes steps of the own program: step n takes n seconds, the peer's n-th 100 + n. */
  private static Timings run(int steps, int warmup, List<String> order) {
    int[] taken = {0};
    Alternation alternation =
        new Alternation(
            warmup,
            () -> {
              order.add("peer " + taken[0]);
              return 100 + taken[0]++;
            });
    for (int step = 0; step < steps; step++) {
      order.add("own " + step);
      alternation.stepFinished(
          new StepReport(
              step, steps, Optional.empty(), Map.of(), 1, 1, step, List.of("a"), Map.of()));
    }
    return alternation.timings();
  }

  @Test
  void theyGoFirstInTurn() {
    List<String> order = new ArrayList<>();
    run(5, 0, order);
    assertEquals(
        List.of(
            "own 0", "peer 0", "peer 1", "own 1", "own 2", "peer 2", "peer 3", "own 3", "own 4",
            "peer 4"),
        order);
  }

  /** Warming up may end between a round's two steps, which are counted together or not at all. */
  @Test
  void roundsAreCountedWhole() {
    assertEquals(
        new Timings(List.of(1.0, 2.0, 3.0), List.of(101.0, 102.0, 103.0)),
        run(4, 1, new ArrayList<>()));
    assertEquals(
        new Timings(List.of(2.0, 3.0), List.of(102.0, 103.0)), run(4, 2, new ArrayList<>()));
  }
}
