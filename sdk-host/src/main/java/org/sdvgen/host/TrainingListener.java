package org.sdvgen.host;

import java.nio.file.Path;

/** Watches a training run. Every method is called on the training thread and does nothing here. */
public interface TrainingListener {
  /**
   * The first step is about to be taken.
   *
   * @param plan what the run will do
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
   * @param report what was found
   */
  default void gradientsCompared(GradientReport report) {}

  /**
   * The loss on samples held out has been measured; the parameters are as they were before.
   *
   * @param report what was found
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
   * The run has ended in good order.
   *
   * @param summary what was reached
   */
  default void finished(TrainingSummary summary) {}
}
