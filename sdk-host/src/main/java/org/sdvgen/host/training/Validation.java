package org.sdvgen.host.training;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.ValidationReport;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.logs.MetricsLog;
import org.sdvgen.host.logs.ValidationFolder;

/**
 * Looks every so many steps, and in the end, at the weights that the run would save as its result.
 * Nothing of the run is changed: there is no dropout, no gradient, no draw of training.
 */
final class Validation {
  private static final Logger LOG = LogManager.getLogger(Validation.class);

  private final TrainingParts parts;
  private final ValidationSettings settings;
  private final Optional<MovingAverage> average;
  private final Optional<HeldOutLoss> loss;
  private final ValidationFolder folder;

  /**
   * A validation as the configuration wants it.
   *
   * @param parts what the run works with
   * @param model the model with the weights in training
   * @param average taken for the result if there is one
   * @param folder takes the clips
   */
  Validation(
      TrainingParts parts,
      TrainingModel model,
      Optional<MovingAverage> average,
      ValidationFolder folder) {
    this.parts = parts;
    this.average = average;
    settings = parts.config().validation();
    loss = settings.measuresLoss() ? Optional.of(new HeldOutLoss(parts, model)) : Optional.empty();
    this.folder = folder;
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
      HeldOutReport report = ofResult(step, loss.get()::at);
      metrics.write(report);
      listener.heldOutLossMeasured(report);
    }
    if (parts.validationClips().isPresent() && isDue(step, settings.steps())) {
      generated(step, parts.validationClips().get())
          .ifPresent(
              report -> {
                metrics.write(report);
                listener.validationGenerated(report);
              });
    }
  }

  /** Clips are for looking at: a round that fails is left out with a notice, the run goes on. */
  private Optional<ValidationReport> generated(long step, ValidationClips clips) {
    try {
      return Optional.of(ofResult(step, at -> generate(at, clips)));
    } catch (CancellationException e) {
      // An interrupted thread is to end, and no round of clips has failed.
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("validation clips of step {} failed", step, e);
      parts
          .notices()
          .say(
              "The validation clips of step "
                  + step
                  + " could not be made; training goes on without them: "
                  + (e.getMessage() == null ? e : e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean isDue(long step, long interval) {
    return step % interval == 0 || step == parts.config().run().maxTrainSteps();
  }

  private <T> T ofResult(long step, LongFunction<T> look) {
    return average.isPresent() ? average.get().during(() -> look.apply(step)) : look.apply(step);
  }

  private ValidationReport generate(long step, ValidationClips clips) {
    long begin = parts.nanoTime().getAsLong();
    var written = folder.write(step, clips::write);
    return new ValidationReport(step, written, (parts.nanoTime().getAsLong() - begin) / 1e9);
  }
}
