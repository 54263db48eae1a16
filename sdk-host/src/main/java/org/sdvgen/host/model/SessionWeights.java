package org.sdvgen.host.model;

import jakarta.inject.Inject;
import org.sdvgen.api.backbone.Tuning;

/**
 * The weights that a generator uses where a request names no adapter: those that a trainer of the
 * same session trains, or those that the configuration names; the pretrained ones alone until there
 * are any.
 */
public final class SessionWeights {
  private Tuning tuning = Tuning.NONE;

  /** The pretrained weights alone. */
  @Inject
  public SessionWeights() {}

  /**
   * The weights in use.
   *
   * @return the weights, which stay their owner's
   */
  public Tuning tuning() {
    return tuning;
  }

  /**
   * Replaces the weights in use.
   *
   * @param weights open until others take their place
   */
  public void use(Tuning weights) {
    tuning = weights;
  }
}
