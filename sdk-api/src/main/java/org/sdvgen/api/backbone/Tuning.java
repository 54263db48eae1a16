package org.sdvgen.api.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights that a denoiser uses besides the pretrained ones.
 *
 * @param masters weights in place of pretrained ones, if any
 * @param adapters adapters whose effects add up
 */
public record Tuning(Optional<MasterWeights> masters, List<Weighted> adapters) {
  /** The pretrained weights alone. */
  public static final Tuning NONE = new Tuning(Optional.empty(), List.of());

  /** Copies the list. */
  public Tuning {
    adapters = List.copyOf(adapters);
  }

  /**
   * An adapter with the factor of its effect: y = W x + weight * alpha / rank * B (A x).
   *
   * @param adapter the adapter
   * @param weight 1 for its full effect, 0 for none; finite, may be negative
   */
  public record Weighted(Adapter adapter, double weight) {
    /** Checks the range. */
    public Weighted {
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException("an adapter's weight must be finite, not " + weight);
      }
    }
  }

  /**
   * The pretrained weights with one set of trained ones, at full effect.
   *
   * @param weights an adapter or master weights
   * @return the tuning
   */
  public static Tuning of(TrainableWeights weights) {
    return weights instanceof MasterWeights masters
        ? new Tuning(Optional.of(masters), List.of())
        : NONE.with((Adapter) weights, 1);
  }

  /**
   * This tuning and one more adapter.
   *
   * @param adapter the adapter
   * @param weight the factor of its effect
   * @return both
   */
  public Tuning with(Adapter adapter, double weight) {
    List<Weighted> more = new ArrayList<>(adapters);
    more.add(new Weighted(adapter, weight));
    return new Tuning(masters, more);
  }
}
