package org.sdvgen.host.config;

import java.util.HashSet;
import java.util.List;
import org.sdvgen.api.config.Setting;

/**
 * The comparison of two tracks' gradients during training; read from {@code analysis.*}.
 *
 * @param steps optimizer steps between two comparisons; 0 for none
 * @param seed seeds crops, noise, timesteps and dropout, the same at every comparison
 * @param tracks the two tracks; those of the run if empty
 */
public record AnalysisSettings(
    @Setting(
            doc =
                "Steps between two comparisons of the tracks' gradients on held-out samples, 0 for"
                    + " none",
            defaultValue = "0",
            decidesResult = false)
        long steps,
    @Setting(doc = "Seeds every draw of a comparison", defaultValue = "0", decidesResult = false)
        long seed,
    @Setting(
            doc = "The two tracks compared (default: the run's)",
            defaultValue = "",
            decidesResult = false)
        List<String> tracks) {
  /** Copies the list and checks the ranges. */
  public AnalysisSettings {
    tracks = List.copyOf(tracks);
    if (steps < 0) {
      throw new IllegalArgumentException("steps must not be negative: " + steps);
    }
    if (!tracks.isEmpty() && (tracks.size() != 2 || new HashSet<>(tracks).size() != 2)) {
      throw new IllegalArgumentException("tracks must name two different tracks: " + tracks);
    }
  }

  /**
   * The tracks whose gradients are compared.
   *
   * @param all the names of the run's tracks
   * @return those that {@code tracks} names, or else all
   */
  public List<String> compared(List<String> all) {
    return tracks.isEmpty() ? all : tracks;
  }

  /**
   * Whether gradients are compared.
   *
   * @return true if {@code steps} is above 0
   */
  public boolean isOn() {
    return steps > 0;
  }
}
