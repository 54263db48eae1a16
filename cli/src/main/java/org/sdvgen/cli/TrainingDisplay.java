package org.sdvgen.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.TrainingSummary;
import org.sdvgen.host.ValidationReport;

/**
 * Shows a run: a banner, then a progress bar on a terminal or one line per step elsewhere. Closing
 * it puts the terminal back in order.
 */
final class TrainingDisplay implements TrainingListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean watched;
  private final LossByTrack losses = new LossByTrack();
  private @Nullable ProgressBar bar;
  private double secondsPerStep;

  TrainingDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void started(TrainingPlan plan) {
    err.println(TrainingBanner.of(plan));
    if (watched) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("")
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(plan.maxSteps())
              .startsFrom(plan.firstStep(), Duration.ZERO)
              .build();
    }
  }

  @Override
  public void stepFinished(StepReport report) {
    if (report.skipped().isEmpty()) {
      losses.add(report.losses());
    }
    secondsPerStep =
        secondsPerStep == 0 ? report.seconds() : 0.9 * secondsPerStep + 0.1 * report.seconds();
    if (bar != null) {
      bar.stepTo(report.step() + 1);
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " %s grad %.2g %.2g s/it",
              losses,
              report.gradientNorm(),
              secondsPerStep));
    } else {
      err.println(line(report, secondsPerStep));
    }
  }

  /** One step in one line, the time left by the mean of the steps so far. */
  static String line(StepReport report, double secondsPerStep) {
    double left = (report.maxSteps() - report.step() - 1) * secondsPerStep;
    return String.format(
        Locale.ROOT,
        "step %d/%d  %s  %.2f s/it  ETA %s",
        report.step() + 1,
        report.maxSteps(),
        report.skipped().map(reason -> "skipped: " + reason).orElseGet(() -> figures(report)),
        report.seconds(),
        Clock.format(left));
  }

  private static String figures(StepReport report) {
    return String.format(
        Locale.ROOT,
        "%s  grad norm %.4g  lr %.3g",
        trackLosses(report.losses()),
        report.gradientNorm(),
        report.learningRate());
  }

  private static String trackLosses(Map<String, Double> losses) {
    return losses.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s loss %.4f", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void gradientsCompared(GradientReport report) {
    if (bar == null) {
      err.println(GradientLine.of(report));
    }
  }

  @Override
  public void heldOutLossMeasured(HeldOutReport report) {
    if (bar == null) {
      err.println("held out  " + trackLosses(report.losses()));
    }
  }

  @Override
  public void validationGenerated(ValidationReport report) {
    if (bar == null) {
      err.printf(
          Locale.ROOT,
          "generated %d clips in %.1f s: %s%n",
          report.clips().size(),
          report.seconds(),
          report.clips().get(0).video().resolveSibling(""));
    }
  }

  @Override
  public void checkpointSaved(long steps, Path folder) {
    if (bar == null) {
      err.println("saved " + folder);
    }
  }

  @Override
  public void finished(TrainingSummary summary) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
