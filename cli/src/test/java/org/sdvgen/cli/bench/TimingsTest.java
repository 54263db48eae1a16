package org.sdvgen.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TimingsTest {
  @Test
  void ratiosAreTakenRoundByRound() {
    Timings timings = new Timings(List.of(1.0, 4.0, 3.0), List.of(2.0, 4.0, 2.0));
    assertEquals(
        "sdvgen 3.000 s, peer 2.000 s, ratio 1.000"
            + " (middle half 0.750 to 1.250, all 0.500 to 1.500)",
        timings.line());
  }

  @Test
  void withoutAPeerThereIsNoRatio() {
    assertEquals("sdvgen 1.500 s", new Timings(List.of(1.0, 2.0), List.of()).line());
  }
}
