package org.sdvgen.objectives;

import java.util.List;
import org.sdvgen.api.config.Setting;

/**
 * Settings of training the tracks in turn.
 *
 * @param tracks the tracks in their order; empty for all of the run
 * @param steps steps in a row that each track takes
 */
public record AlternatingSettings(
    @Setting(doc = "The tracks in their order (default: all of the run)", defaultValue = "")
        List<String> tracks,
    @Setting(doc = "Steps in a row that each track takes", defaultValue = "1") int steps) {
  /** Copies the list and checks the range. */
  public AlternatingSettings {
    tracks = List.copyOf(tracks);
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, not " + steps);
    }
  }
}
