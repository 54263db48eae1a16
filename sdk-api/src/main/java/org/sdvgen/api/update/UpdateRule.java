package org.sdvgen.api.update;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;

/**
 * Changes the gradient between the tracks and the optimizer: gradient surgery, penalties,
 * anchoring. Rules run in the configured order, after accumulation and before clipping.
 *
 * <p>A rule with a memory owns it: it opens a manager of its own when it first keeps an array, on
 * that array's device unless its settings say otherwise, and closes it in {@link #close}.
 */
public interface UpdateRule extends AutoCloseable {
  /**
   * Changes the gradient in place.
   *
   * @param step the step's tracks and parameters
   * @param gradients the step's gradients
   */
  void apply(UpdateStep step, GradientBuffer gradients);

  /**
   * Whether this rule needs steps of one track each, so that the gradient is that track's alone.
   *
   * @return false if it takes steps of several tracks, too
   */
  default boolean needsSingleTracks() {
    return false;
  }

  /**
   * The arrays to save in a checkpoint, such as buffers of earlier gradients.
   *
   * @return live arrays by name; empty for rules without a memory
   */
  default Map<String, NDArray> state() {
    return Map.of();
  }

  /**
   * Whether no array of the {@link #state} ever changes under its name. Then it is written once and
   * checkpoints share its file; names consist of letters, digits, dots, hyphens and underscores.
   *
   * @return false where names stay and contents change
   */
  default boolean stateNeverChanges() {
    return false;
  }

  /**
   * Restores one array of {@link #state} on resume. Called before the first step, once for each in
   * the order of the names, so that no more than one is in memory beside what the rule keeps.
   *
   * @param name its name
   * @param array on the parameters' device, freed soon after; the rule copies what it keeps
   */
  default void restore(String name, NDArray array) {}

  /** Frees the rule's memory; the host calls this once, after the last step. */
  @Override
  default void close() {}
}
