package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Smoothing of curves. */
final class CurveTest {
  @Test
  void smoothingDoesNotLag() {
    Curve slope = new Curve();
    for (int i = 0; i < 100; i++) {
      slope.add(3 * i, 0.5 * i);
    }
    Curve smooth = slope.smoothed();
    assertEquals(slope.steps(), smooth.steps());
    for (int i = 2; i < 98; i++) {
      assertEquals(slope.values().get(i), smooth.values().get(i), 1e-12);
    }
  }

  @Test
  void smoothingTakesNoiseAway() {
    Curve noise = new Curve();
    for (int i = 0; i < 200; i++) {
      noise.add(i, i % 2 == 0 ? 1 : -1);
    }
    assertTrue(noise.smoothed().values().stream().allMatch(value -> Math.abs(value) < 0.3));
  }

  @Test
  void thinningKeepsEvenlySpreadPointsAndTheEnds() {
    Curve line = new Curve();
    for (int i = 0; i < 1001; i++) {
      line.add(i, -i);
    }
    Curve thin = line.thinned(500);
    assertEquals(335, thin.steps().size());
    assertEquals(List.of(0.0, 3.0, 6.0), thin.steps().subList(0, 3));
    assertEquals(List.of(0.0, -3.0, -6.0), thin.values().subList(0, 3));
    assertEquals(List.of(996.0, 999.0, 1000.0), thin.steps().subList(332, 335));
    assertEquals(List.of(-996.0, -999.0, -1000.0), thin.values().subList(332, 335));
    assertEquals(line.steps(), line.thinned(1001).steps());
  }

  @Test
  void thinningKeepsToItsMeasure() {
    Curve line = new Curve();
    for (int i = 0; i < 60; i++) {
      line.add(i, i);
      for (int most = 2; most < 70; most++) {
        Curve thin = line.thinned(most);
        assertTrue(thin.steps().size() <= most, () -> thin.steps().toString());
        assertEquals(line.steps().get(i), thin.steps().get(thin.steps().size() - 1));
      }
    }
    assertEquals(List.of(), new Curve().thinned(2).steps());
  }

  @Test
  void singlePointStays() {
    Curve point = new Curve();
    point.add(4, 7);
    assertEquals(point.values(), point.smoothed().values());
  }
}
