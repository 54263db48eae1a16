package org.sdvgen.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdvgen.host.StepReport;

final class DemoReportTest {
  @Test
  void objectivesAreShownStepByStep() {
    List<StepReport> steps =
        IntStream.range(0, 12).mapToObj(i -> step(i, i % 4 == 3 ? "motion" : "identity")).toList();
    assertEquals("iiimiiimii im  (9 identity, 3 motion)", DemoReport.objectives(steps));
  }

  @Test
  void chartHasOneLinePerTrack() {
    String svg =
        new LossChart(List.of(step(0, "identity"), step(1, "motion"), step(2, "a<b"))).svg();
    assertEquals(4, svg.split("<polyline", -1).length);
    assertEquals(4, svg.split("<circle", -1).length);
    assertTrue(svg.contains("a&lt;b"), svg);
    assertFalse(svg.contains("NaN"), svg);
  }

  private static StepReport step(int index, String track) {
    return new StepReport(index, 12, Map.of(track, 0.5), 1, 1e-3, 0.1, List.of("x"), Map.of());
  }
}
