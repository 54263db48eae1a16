package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several listeners, told of everything in their order.
 *
 * @param all the listeners
 */
record Listeners(List<TrainingListener> all) implements TrainingListener {
  Listeners {
    all = List.copyOf(all);
  }

  private void tell(Consumer<TrainingListener> event) {
    all.forEach(event);
  }

  @Override
  public void started(TrainingPlan plan) {
    tell(listener -> listener.started(plan));
  }

  @Override
  public void stepFinished(StepReport report) {
    tell(listener -> listener.stepFinished(report));
  }

  @Override
  public void gradientsCompared(GradientReport report) {
    tell(listener -> listener.gradientsCompared(report));
  }

  @Override
  public void heldOutLossMeasured(HeldOutReport report) {
    tell(listener -> listener.heldOutLossMeasured(report));
  }

  @Override
  public void validationGenerated(ValidationReport report) {
    tell(listener -> listener.validationGenerated(report));
  }

  @Override
  public void checkpointSaved(long steps, Path folder) {
    tell(listener -> listener.checkpointSaved(steps, folder));
  }

  @Override
  public void finished(TrainingSummary summary) {
    tell(listener -> listener.finished(summary));
  }
}
