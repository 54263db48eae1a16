package org.sdvgen.api.plugin;

import java.util.List;

/**
 * What a component may know of the run that it is made for.
 *
 * @param tracks names of the configured training tracks in their order; empty when only generating
 * @param seed the run's seed
 * @param notices where to say what the user should know
 */
public record ComponentContext(List<String> tracks, long seed, Notices notices) {
  /** Copies the list of tracks. */
  public ComponentContext {
    tracks = List.copyOf(tracks);
  }
}
