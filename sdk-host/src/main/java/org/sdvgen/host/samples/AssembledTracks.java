package org.sdvgen.host.samples;

import jakarta.inject.Inject;
import java.util.List;

/**
 * The tracks of a configuration once they have been assembled; none where the configuration is used
 * for something else than training.
 */
public final class AssembledTracks {
  private List<Track> tracks = List.of();

  /** None yet. */
  @Inject
  AssembledTracks() {}

  /**
   * Remembers the tracks.
   *
   * @param assembled the tracks
   */
  public void remember(List<Track> assembled) {
    tracks = List.copyOf(assembled);
  }

  /**
   * Returns the tracks.
   *
   * @return the tracks; none if they have not been assembled
   */
  public List<Track> tracks() {
    return tracks;
  }
}
