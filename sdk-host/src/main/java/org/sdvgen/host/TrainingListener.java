package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;

/** Watches a training run. Every method is called on the training thread and does nothing here. */
public interface TrainingListener {
  /**
   * The first step is about to be taken.
   *
   * @param plan the run as it is planned
   */
  default void started(TrainingPlan plan) {}

  /**
   * A step has changed the parameters, or was skipped.
   *
   * @param report its figures
   */
  default void stepFinished(StepReport report) {}

  /**
   * The gradients of two tracks have been compared; the parameters are as they were before.
   *
   * @param report the result
   */
  default void gradientsCompared(GradientReport report) {}

  /**
   * The loss on samples held out has been measured; the parameters are as they were before.
   *
   * @param report the result
   */
  default void heldOutLossMeasured(HeldOutReport report) {}

  /**
   * The validation's clips have been generated; the parameters are as they were before.
   *
   * @param report the clips
   */
  default void validationGenerated(ValidationReport report) {}

  /**
   * A checkpoint is safe on disk.
   *
   * @param steps optimizer steps taken so far
   * @param folder the checkpoint
   */
  default void checkpointSaved(long steps, Path folder) {}

  /**
   * Joins another listener to this one.
   *
   * @param next is told of everything after this one
   * @return both of them
   */
  default TrainingListener and(TrainingListener next) {
    return new Listeners(List.of(this, next));
  }

  /**
   * The run has ended in good order.
   *
   * @param summary the steps taken and the files written
   */
  default void finished(TrainingSummary summary) {}
}
