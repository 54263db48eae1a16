package org.sdvgen.host;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.api.objective.Example;

/**
 * A sample as training would take it.
 *
 * @param id its name
 * @param files sizes, lengths and rates of its files, by role
 * @param example prompt and pixels; empty if it cannot be loaded
 * @param problem why it cannot be loaded; empty if it can
 */
public record InspectedSample(
    String id, Map<String, String> files, Optional<Example> example, String problem) {
  /** Copies the map, in the order of the roles. */
  public InspectedSample {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
