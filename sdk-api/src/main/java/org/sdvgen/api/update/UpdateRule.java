package org.sdvgen.api.update;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;

/**
 * Changes the gradient between the tracks and the optimizer: gradient surgery, penalties,
 * anchoring. Rules run in the configured order, after accumulation and before clipping.
 */
public interface UpdateRule {
  /**
   * Changes the gradient in place.
   *
   * @param step what the rule may look at
   * @param gradients the step's gradients
   */
  void apply(UpdateStep step, GradientBuffer gradients);

  /**
   * Arrays that must be kept over a restart, such as buffers of earlier gradients.
   *
   * @return live arrays by name; empty for rules without a memory
   */
  default Map<String, NDArray> state() {
    return Map.of();
  }

  /**
   * Puts back what {@link #state} gave.
   *
   * @param state arrays by name; the rule copies what it keeps
   */
  default void restore(Map<String, NDArray> state) {}
}
