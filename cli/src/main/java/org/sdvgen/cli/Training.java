package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingSummary;

/** A run that is shown and can be stopped from the keyboard. */
final class Training {
  private Training() {}

  /**
   * Trains to the end or until Ctrl-C.
   *
   * @param trainer a run that is ready
   * @param err takes the progress
   * @param steps is given every step's figures
   * @return what was reached
   */
  @SuppressWarnings("try") // the signal is in force while it is open
  static TrainingSummary run(Trainer trainer, PrintWriter err, Consumer<StepReport> steps) {
    try (StopSignal signal = new StopSignal(trainer::requestStop, err);
        TrainingDisplay display = new TrainingDisplay(err, Terminal.isWatched(), steps)) {
      return trainer.train(display);
    }
  }
}
