package org.sdvgen.host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loss on samples that are never trained on, without dropout, with the same noise and timesteps
 * every time.
 *
 * @param step optimizer steps taken before
 * @param losses mean loss by track
 * @param seconds wall time
 */
public record HeldOutReport(long step, Map<String, Double> losses, double seconds) {
  /** Copies the map, keeping its order. */
  public HeldOutReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }
}
