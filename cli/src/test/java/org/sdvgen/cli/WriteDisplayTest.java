package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WriteDisplayTest {
  @Test
  void lineSaysSizeSpeedAndTimeLeft() {
    assertEquals(
        "5.0 of 20.0 GB  250 MB/s  ETA 0:01:00",
        WriteDisplay.line(5_000_000_000L, 20_000_000_000L, 20));
  }

  @Test
  void thousandsOfTensorsAreTwentyLines() {
    StringWriter log = new StringWriter();
    try (WriteDisplay display = new WriteDisplay(new PrintWriter(log, true), false)) {
      for (long done = 1; done <= 3000; done++) {
        display.written(done * 7_000_000, 21_000_000_000L);
      }
    }
    List<String> lines = log.toString().lines().toList();
    assertEquals(20, lines.size());
    assertTrue(lines.get(19).startsWith("21.0 of 21.0 GB"), lines.get(19));
  }
}
