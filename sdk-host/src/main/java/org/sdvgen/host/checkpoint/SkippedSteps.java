package org.sdvgen.host.checkpoint;

/**
 * Steps that were skipped because their loss or gradient was not finite.
 *
 * @param total since training began
 * @param inARow up to now
 */
public record SkippedSteps(long total, int inARow) {
  /** None so far. */
  public static final SkippedSteps NONE = new SkippedSteps(0, 0);

  /**
   * Counts a step.
   *
   * @param skipped whether it was skipped
   * @return the counts after it
   */
  public SkippedSteps after(boolean skipped) {
    return skipped ? new SkippedSteps(total + 1, inARow + 1) : new SkippedSteps(total, 0);
  }
}
