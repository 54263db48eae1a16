package org.sdvgen.host.model;

import org.sdvgen.api.backbone.Tuning;

/**
 * What a generator uses where a request names no adapter: the weights that a trainer of the same
 * session trains, or those that the configuration names; the pretrained ones alone until there are
 * any.
 */
public final class SessionWeights {
  private Tuning tuning = Tuning.NONE;

  /** The pretrained weights alone. */
  public SessionWeights() {}

  /**
   * What is used now.
   *
   * @return the weights, which stay their owner's
   */
  public Tuning tuning() {
    return tuning;
  }

  /**
   * Replaces what is used.
   *
   * @param weights open until others take their place
   */
  public void use(Tuning weights) {
    tuning = weights;
  }
}
