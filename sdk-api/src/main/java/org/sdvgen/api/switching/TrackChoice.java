package org.sdvgen.api.switching;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which tracks a step trains, and with which weights their gradients are summed.
 *
 * @param weights positive weights by track name, in order
 */
public record TrackChoice(Map<String, Double> weights) {
  /** Copies the map and checks that there is a track and no weight is zero or negative. */
  public TrackChoice {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> !(weight > 0))) {
      throw new IllegalArgumentException("a step needs tracks of positive weight: " + weights);
    }
  }

  /**
   * A single track.
   *
   * @param track its name
   * @return the choice
   */
  public static TrackChoice of(String track) {
    return new TrackChoice(Map.of(track, 1.0));
  }
}
