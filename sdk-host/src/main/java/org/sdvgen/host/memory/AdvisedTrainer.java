package org.sdvgen.host.memory;

import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;

/**
 * A trainer that says what to change when memory runs out. The run's checkpoints stay as they are.
 *
 * @param trainer trains
 * @param forecast plans its memory
 */
public record AdvisedTrainer(Trainer trainer, MemoryForecast forecast) implements Trainer {
  @Override
  public TrainingPlan plan() {
    return trainer.plan();
  }

  @Override
  public TrainingSummary train(TrainingListener listener) {
    return MemoryAdvice.advising(
        () -> forecast.plan(forecast.machine()), () -> trainer.train(listener));
  }

  @Override
  public void requestStop() {
    trainer.requestStop();
  }
}
