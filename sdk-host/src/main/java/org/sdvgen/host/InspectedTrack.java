package org.sdvgen.host;

import java.util.List;

/**
 * The samples of a track.
 *
 * @param name the track's name
 * @param size how many samples it trains on
 * @param heldOut how many samples it never trains on
 * @param shapes sizes, lengths and rates at which they are read, at least one
 * @param batchSize samples of one optimizer step
 * @param first the first samples
 */
public record InspectedTrack(
    String name,
    long size,
    long heldOut,
    List<ShapeCount> shapes,
    int batchSize,
    List<InspectedSample> first) {
  /** Copies the lists. */
  public InspectedTrack {
    shapes = List.copyOf(shapes);
    first = List.copyOf(first);
  }
}
