package org.sdvgen.host;

import java.util.List;
import org.sdvgen.api.objective.TrackShape;

/**
 * What a track trains on.
 *
 * @param name the track's name
 * @param size how many samples it trains on
 * @param heldOut how many samples it never trains on
 * @param shape size, length and rate at which they are read
 * @param batchSize samples of one optimizer step
 * @param first the first samples
 */
public record InspectedTrack(
    String name,
    long size,
    long heldOut,
    TrackShape shape,
    int batchSize,
    List<InspectedSample> first) {
  /** Copies the list. */
  public InspectedTrack {
    first = List.copyOf(first);
  }
}
