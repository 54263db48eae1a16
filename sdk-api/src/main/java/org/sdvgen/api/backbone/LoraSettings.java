package org.sdvgen.api.backbone;

import java.util.List;
import org.sdvgen.api.config.Setting;

/**
 * A low-rank adapter (PEFT's LoRA): y = W x + alpha / rank * B (A (dropout (x))).
 *
 * @param rank rank r
 * @param alpha numerator of the scale
 * @param dropout dropout probability of the inputs in training
 * @param targets PEFT's target_modules: a module is adapted when its path equals a target or ends
 *     in a dot and a target; empty for the backbone's own list
 */
public record LoraSettings(
    @Setting(doc = "Rank of the adapter", defaultValue = "128") int rank,
    @Setting(doc = "The adapter's scale is alpha / rank", defaultValue = "64") double alpha,
    @Setting(doc = "Dropout probability of the adapter's inputs in training", defaultValue = "0.2")
        double dropout,
    @Setting(
            doc = "Suffixes of the adapted modules' paths; empty for the backbone's own list",
            defaultValue = "")
        List<String> targets) {
  /** Checks the ranges. */
  public LoraSettings {
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be at least 1, not " + rank);
    }
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("alpha must be above 0, not " + alpha);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must lie in [0, 1), not " + dropout);
    }
    targets = List.copyOf(targets);
  }

  /**
   * The scale of the product B A.
   *
   * @return alpha / rank
   */
  public double scale() {
    return alpha / rank;
  }
}
