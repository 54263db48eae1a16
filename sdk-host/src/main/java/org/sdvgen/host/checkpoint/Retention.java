package org.sdvgen.host.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * The rule by which checkpoints are kept when a new one is safe.
 *
 * @param limit how many of the newest; empty for all
 * @param every those of multiples of this step stay whatever their age, and do not count
 */
public record Retention(Optional<Integer> limit, Optional<Integer> every) {
  /** All stay. */
  public static final Retention ALL = new Retention(Optional.empty(), Optional.empty());

  /**
   * Chooses what goes.
   *
   * @param steps the checkpoints' steps, ascending
   * @return those to remove, ascending
   */
  List<Long> surplus(List<Long> steps) {
    List<Long> passing =
        steps.stream().filter(step -> every.isEmpty() || step % every.get() != 0).toList();
    return limit.isEmpty()
        ? List.of()
        : passing.subList(0, Math.max(0, passing.size() - limit.get()));
  }
}
