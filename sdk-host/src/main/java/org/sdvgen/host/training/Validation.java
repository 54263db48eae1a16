package org.sdvgen.host.training;

import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.ValidationReport;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.logs.MetricsLog;
import org.sdvgen.host.logs.ValidationFolder;

/**
 * Validates the weights that the run would save as its result, every so many steps and in the end.
 * Nothing of the run is changed: there is no dropout, no gradient, no draw of training.
 */
public final class Validation {
  private static final Logger LOG = LogManager.getLogger(Validation.class);

  private final ValidationSettings settings;
  private final RunSettings run;
  private final HeldOutLoss loss;
  private final Optional<ValidationClips> clips;
  private final Notices notices;
  private final LongSupplier nanoTime;

  /**
   * A validation as the configuration wants it.
   *
   * @param settings kinds and steps of validations
   * @param run the run's last step
   * @param loss measures the loss on samples held out
   * @param clips the generated clips; empty for none
   * @param notices is told of clips that could not be made
   * @param nanoTime a clock
   */
  @Inject
  Validation(
      ValidationSettings settings,
      RunSettings run,
      HeldOutLoss loss,
      Optional<ValidationClips> clips,
      Notices notices,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.run = run;
    this.loss = loss;
    this.clips = clips;
    this.notices = notices;
    this.nanoTime = nanoTime;
  }

  /**
   * The weights to validate.
   *
   * @param model the model with the weights in training
   * @param average taken for the result if there is one
   * @param folder takes the clips
   */
  record Subject(TrainingModel model, Optional<MovingAverage> average, ValidationFolder folder) {
    private <T> T ofResult(long step, LongFunction<T> look) {
      return average.isPresent() ? average.get().during(() -> look.apply(step)) : look.apply(step);
    }
  }

  /**
   * Looks at the weights if it is time.
   *
   * @param step the step that comes next
   * @param subject the weights
   * @param metrics takes the figures
   * @param listener is told of them
   * @throws org.sdvgen.api.error.InputException if a sample does not load
   */
  void beforeStep(long step, Subject subject, MetricsLog metrics, TrainingListener listener) {
    if (settings.measuresLoss() && isDue(step, settings.lossSteps())) {
      HeldOutReport report = subject.ofResult(step, at -> loss.at(at, subject.model()));
      metrics.write(report);
      listener.heldOutLossMeasured(report);
    }
    if (clips.isPresent() && isDue(step, settings.steps())) {
      generated(step, subject, clips.get())
          .ifPresent(
              report -> {
                metrics.write(report);
                listener.validationGenerated(report);
              });
    }
  }

  /**
   * Clips are for looking at: a round that fails is left out with a notice, and training continues.
   */
  private Optional<ValidationReport> generated(long step, Subject subject, ValidationClips round) {
    try {
      return Optional.of(subject.ofResult(step, at -> generate(at, subject.folder(), round)));
    } catch (CancellationException e) {
      // An interrupted thread is to end, and no round of clips has failed.
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("validation clips of step {} failed", step, e);
      notices.say(
          "The validation clips of step "
              + step
              + " could not be made; training continues without them: "
              + (e.getMessage() == null ? e : e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean isDue(long step, long interval) {
    return step % interval == 0 || step == run.maxTrainSteps();
  }

  private ValidationReport generate(long step, ValidationFolder folder, ValidationClips round) {
    long begin = nanoTime.getAsLong();
    var written = folder.write(step, round::write);
    return new ValidationReport(step, written, (nanoTime.getAsLong() - begin) / 1e9);
  }
}
