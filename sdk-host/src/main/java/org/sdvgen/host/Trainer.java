package org.sdvgen.host;

/** A training run that is wired and checked, and ready to start or to go on. */
public interface Trainer {
  /**
   * What the run will do.
   *
   * @return the plan, the checkpoint to resume from included
   */
  TrainingPlan plan();

  /**
   * Trains until the last step or until {@link #requestStop}. May be called once.
   *
   * @param listener is told of every step, on the calling thread
   * @return what was reached
   * @throws org.sdvgen.api.error.InputException if a sample or a file is at fault, or if the loss
   *     or the gradient is no longer finite; checkpoints written before are left as they are
   */
  TrainingSummary train(TrainingListener listener);

  /**
   * Trains without being watched.
   *
   * @return what was reached
   */
  default TrainingSummary train() {
    return train(new TrainingListener() {});
  }

  /**
   * Asks the run to finish its current step, write a checkpoint and return. May be called from any
   * thread, also before the run starts.
   */
  void requestStop();
}
