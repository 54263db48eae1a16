package org.sdvgen.host.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.TrainingListener;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.logs.GrowingFiles;
import org.sdvgen.host.logs.StepLog;
import org.sdvgen.host.page.RunPlots;

/**
 * Compares gradients every so many steps and keeps the file {@code analysis.jsonl}: one line per
 * comparison, made at the parameters before its step.
 */
final class GradientMonitor {
  /** Name of the file. */
  static final String FILE = RunPlots.ANALYSIS;

  private final Path outputDir;
  private final AnalysisSettings settings;
  private final LongFunction<GradientReport> analysis;
  private final Optional<StepLog> log;

  private GradientMonitor(
      Path outputDir,
      AnalysisSettings settings,
      LongFunction<GradientReport> analysis,
      Optional<StepLog> log) {
    this.outputDir = outputDir;
    this.settings = settings;
    this.analysis = analysis;
    this.log = log;
  }

  /**
   * A monitor as the configuration wants it; its file is cut back with the others.
   *
   * @param settings when gradients are compared
   * @param analysis compares them, given the step
   * @param files the run's growing files, which close the monitor's
   * @return the monitor, which does nothing if {@code analysis.steps} is 0
   * @throws org.sdvgen.api.error.InputException if the file cannot be read or written
   */
  static GradientMonitor open(
      AnalysisSettings settings, LongFunction<GradientReport> analysis, GrowingFiles files) {
    Optional<StepLog> log =
        settings.isOn() || files.exists(FILE)
            ? Optional.of(StepLog.open(files, FILE))
            : Optional.empty();
    return new GradientMonitor(files.outputDir(), settings, analysis, log);
  }

  /**
   * Compares the gradients if it is time.
   *
   * @param step the step that comes next
   * @param listener is told of the result
   * @throws org.sdvgen.api.error.InputException if a sample does not load, a number is not finite
   *     or the file cannot be written
   */
  void beforeStep(long step, TrainingListener listener) {
    if (settings.isOn() && step % settings.steps() == 0) {
      GradientReport report = analysis.apply(step);
      log.orElseThrow().write(step, figures(report));
      listener.gradientsCompared(report);
    }
  }

  /** Draws what the run has logged, if gradients are compared. */
  void plot() {
    if (settings.isOn()) {
      RunPlots.write(outputDir);
    }
  }

  /** A report as JSON, without its step. */
  static ObjectNode figures(GradientReport report) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    report.losses().forEach(line.putObject("losses")::put);
    ObjectNode groups = line.putObject("groups");
    report
        .groups()
        .forEach(
            (name, group) -> {
              ObjectNode figures = groups.putObject(name);
              figures.put("cosine", group.cosine());
              group.norms().forEach(figures.putObject("norms")::put);
            });
    return line;
  }
}
