package org.sdvgen.api.switching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackChoiceTest {
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
