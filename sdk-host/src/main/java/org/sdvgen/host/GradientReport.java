package org.sdvgen.host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the gradients of two tracks lie to each other on held-out samples (paper, section 4).
 *
 * @param step optimizer steps taken before
 * @param losses mean loss on the held-out samples, by track
 * @param groups figures over all parameters, called {@value #ALL}, and by layer group in lower case
 */
public record GradientReport(long step, Map<String, Double> losses, Map<String, Group> groups) {
  /** Name of the figures over all parameters. */
  public static final String ALL = "all";

  /** Copies the maps, keeping their order. */
  public GradientReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }

  /**
   * The figures of some parameters.
   *
   * @param cosine cosine of the angle between the two gradients, in [-1, 1]
   * @param norms L2 norm of the gradient, by track
   */
  public record Group(double cosine, Map<String, Double> norms) {
    /** Copies the map, keeping its order. */
    public Group {
      norms = Collections.unmodifiableMap(new LinkedHashMap<>(norms));
    }
  }
}
