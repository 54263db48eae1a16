package org.sdvgen.api.plugin;

import java.util.List;
import org.sdvgen.api.backbone.Residency;

/**
 * The properties of a run that a component may use.
 *
 * @param tracks names of the configured training tracks in their order; empty when only generating
 * @param seed the run's seed
 * @param notices takes sentences for the user
 * @param residency how long a backbone's weights stay in memory
 */
public record ComponentContext(
    List<String> tracks, long seed, Notices notices, Residency residency) {
  /** Copies the list of tracks. */
  public ComponentContext {
    tracks = List.copyOf(tracks);
  }

  /**
   * The properties of a run whose model stays in memory.
   *
   * @param tracks names of the configured training tracks in their order
   * @param seed the run's seed
   * @param notices takes sentences for the user
   */
  public ComponentContext(List<String> tracks, long seed, Notices notices) {
    this(tracks, seed, notices, Residency.RESIDENT);
  }

  /**
   * The same run with another residency.
   *
   * @param other how long weights stay in memory
   * @return the context
   */
  public ComponentContext with(Residency other) {
    return new ComponentContext(tracks, seed, notices, other);
  }
}
