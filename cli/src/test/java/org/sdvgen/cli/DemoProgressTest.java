package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DemoProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final StringWriter err = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void everyPartAndTheWholeHaveATimeLeft() {
    try (DemoProgress progress = new DemoProgress(new PrintWriter(err), false, clock::get, 4, 4)) {
      progress.begin("score base", 0, 2);
      for (int clip = 1; clip <= 2; clip++) {
        clock.addAndGet(3 * SECOND);
        progress.clipGenerated(clip);
      }
      progress.begin("train ours", 6, 10);
      clock.addAndGet(10 * SECOND);
      progress.stepTaken(7, "identity 0.5");
    }
    assertEquals(
        List.of(
            "score base: 2 to do",
            "score base 1/2  ETA 0:00:03, of the demo 0:00:21",
            "score base 2/2  ETA 0:00:00, of the demo 0:00:18",
            "train ours: 4 to do",
            "train ours 7/10  identity 0.5  ETA 0:00:30, of the demo 0:00:36"),
        err.toString().lines().toList());
  }

  @Test
  void tenLinesForALongPartAndNoneForAFinishedOne() {
    try (DemoProgress progress =
        new DemoProgress(new PrintWriter(err), false, clock::get, 400, 0)) {
      progress.begin("train ours", 400, 400);
      assertEquals("", err.toString());
      progress.begin("train image-only", 0, 400);
      for (int step = 1; step <= 400; step++) {
        progress.stepTaken(step, "");
      }
    }
    assertEquals(1 + 10, err.toString().lines().count());
  }
}
