package org.sdvgen.host.training;

import org.sdvgen.host.checkpoint.Draft;
import org.sdvgen.host.checkpoint.Restorable;
import org.sdvgen.host.checkpoint.ResumePoint;
import org.sdvgen.host.checkpoint.SkippedSteps;

/** Counts the steps that were skipped because their loss or gradient was not finite. */
final class SkippedStepCounter implements Restorable {
  private SkippedSteps counts = SkippedSteps.NONE;

  /** Counts a step. */
  void count(boolean skipped) {
    counts = counts.after(skipped);
  }

  /** The counts up to now. */
  SkippedSteps counts() {
    return counts;
  }

  @Override
  public void save(Draft checkpoint) {
    checkpoint.skipped(counts);
  }

  @Override
  public void load(ResumePoint checkpoint) {
    counts = checkpoint.state().skipped();
  }
}
