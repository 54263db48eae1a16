package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.CodecFitter.Advance;

final class FitDisplayTest {
  @Test
  void lineSaysStepFiguresAndTimeLeft() {
    assertEquals(
        "step 40/100  l1 0.123  loss 2.50  0.50 s/it  ETA 0:00:30",
        FitDisplay.line(new Advance(40, 100, Map.of("loss", 2.5, "l1", 0.12345)), 0.5));
  }

  /** A log of a long fit has a hundred lines, and the last step is one of them. */
  @Test
  void longFitsAreNotLoggedStepByStep() {
    StringWriter log = new StringWriter();
    try (FitDisplay display = new FitDisplay(new PrintWriter(log, true), false)) {
      for (int step = 1; step <= 1003; step++) {
        display.advanced(new Advance(step, 1003, Map.of()));
      }
    }
    List<String> lines = log.toString().lines().toList();
    assertEquals(101, lines.size());
    assertEquals("step 10/1003", lines.get(0).substring(0, 12));
    assertEquals("step 1003/1003", lines.get(100).substring(0, 14));
  }
}
