package org.sdvgen.host.config;

import java.util.List;
import org.sdvgen.api.config.Setting;

/**
 * Names of parts that have sections of their own; the keys stand at the top level.
 *
 * @param tracks the tracks, in their order; none when only generating
 * @param updateRules rules between gradient and optimizer, in their order
 */
record NameSettings(
    @Setting(
            doc =
                "Names of the tracks, freely chosen: letters, digits, - and _; none only to"
                    + " generate",
            defaultValue = "")
        List<String> tracks,
    @Setting(doc = "Rules between gradient and optimizer, in order", defaultValue = "")
        List<String> updateRules) {
  /** Copies the lists. */
  NameSettings {
    tracks = List.copyOf(tracks);
    updateRules = List.copyOf(updateRules);
  }
}
