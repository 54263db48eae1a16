package org.sdvgen.host.training;

import java.util.Optional;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.config.ValidationSettings;

/**
 * Looks every so many steps, and in the end, at the weights that the run would save as its result.
 * Nothing of the run is changed: there is no dropout, no gradient, no draw of training.
 */
final class Validation {
  private final ValidationSettings settings;
  private final long lastStep;
  private final Optional<MovingAverage> average;
  private final Optional<HeldOutLoss> loss;

  /**
   * A validation as the configuration wants it.
   *
   * @param parts what the run works with
   * @param average taken for the result if there is one
   */
  Validation(TrainingParts parts, Optional<MovingAverage> average) {
    this.average = average;
    settings = parts.config().validation();
    lastStep = parts.config().run().maxTrainSteps();
    loss = settings.measuresLoss() ? Optional.of(new HeldOutLoss(parts)) : Optional.empty();
  }

  /**
   * Looks at the weights if it is time.
   *
   * @param step the step that comes next
   * @param metrics takes the figures
   * @param listener is told of them
   * @throws org.sdvgen.api.error.InputException if a sample does not load
   */
  void beforeStep(long step, MetricsLog metrics, TrainingListener listener) {
    if (loss.isPresent() && isDue(step, settings.lossSteps())) {
      asResult(
          () -> {
            HeldOutReport report = loss.get().at(step);
            metrics.write(report);
            listener.heldOutLossMeasured(report);
          });
    }
  }

  private boolean isDue(long step, long interval) {
    return step % interval == 0 || step == lastStep;
  }

  private void asResult(Runnable look) {
    if (average.isPresent()) {
      average.get().during(look);
    } else {
      look.run();
    }
  }
}
