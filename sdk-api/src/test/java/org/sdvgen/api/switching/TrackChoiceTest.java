package org.sdvgen.api.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackChoiceTest {
  @Test
  void partsOfAStepAreAveraged() {
    Map<String, Integer> parts = new LinkedHashMap<>();
    parts.put("motion", 1);
    parts.put("style", 0);
    parts.put("identity", 3);
    TrackChoice choice = TrackChoice.ofParts(parts);
    assertEquals(Map.of("motion", 0.25, "identity", 0.75), choice.weights());
    assertEquals(choice.weights(), choice.shares());
    assertEquals(TrackChoice.of("motion"), TrackChoice.ofParts(Map.of("motion", 8)));
    assertThrows(IllegalArgumentException.class, () -> TrackChoice.ofParts(Map.of("motion", 0)));
  }

  @Test
  void sharesOfBatchesAreChecked() {
    Map<String, Double> one = Map.of("a", 1.0);
    for (double share : new double[] {0, 1.5, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new TrackChoice(one, Map.of("a", share)));
    }
    assertThrows(IllegalArgumentException.class, () -> new TrackChoice(one, Map.of("b", 1.0)));
  }

  @Test
  void oneTrackHasTheWholeWeight() {
    assertEquals(Map.of("motion", 1.0), TrackChoice.of("motion").weights());
  }

  @Test
  void keepsTheOrderOfTracks() {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("z", 0.2);
    weights.put("a", 0.8);
    assertEquals(List.of("z", "a"), List.copyOf(new TrackChoice(weights).weights().keySet()));
  }

  @Test
  void refusesNoTrackAndNoWeight() {
    assertThrows(IllegalArgumentException.class, () -> new TrackChoice(Map.of()));
    assertThrows(IllegalArgumentException.class, () -> new TrackChoice(Map.of("a", 0.0)));
    assertThrows(IllegalArgumentException.class, () -> new TrackChoice(Map.of("a", Double.NaN)));
  }
}
