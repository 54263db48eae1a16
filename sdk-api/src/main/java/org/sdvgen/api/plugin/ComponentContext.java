package org.sdvgen.api.plugin;

import java.util.List;

/**
 * The properties of a run that a component may use.
 *
 * @param tracks names of the configured training tracks in their order; empty when only generating
 * @param seed the run's seed
 * @param notices takes sentences for the user
 */
public record ComponentContext(List<String> tracks, long seed, Notices notices) {
  /** Copies the list of tracks. */
  public ComponentContext {
    tracks = List.copyOf(tracks);
  }
}
