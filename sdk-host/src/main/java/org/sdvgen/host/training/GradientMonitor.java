package org.sdvgen.host.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.GradientReport;
import org.sdvgen.host.TrainingListener;
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
  private final long interval;
  private final Optional<GradientAnalysis> analysis;
  private final Optional<StepLog> log;

  private GradientMonitor(
      Path outputDir, long interval, Optional<GradientAnalysis> analysis, Optional<StepLog> log) {
    this.outputDir = outputDir;
    this.interval = interval;
    this.analysis = analysis;
    this.log = log;
  }

  /**
   * A monitor as the configuration wants it; its file is cut back with the others.
   *
   * @param run the run
   * @param model the model with the weights in training
   * @param files the run's growing files, which close the monitor's
   * @return the monitor, which does nothing if {@code analysis.steps} is 0
   * @throws org.sdvgen.api.error.InputException if the file cannot be read or written
   */
  static GradientMonitor open(PreparedRun run, TrainingModel model, GrowingFiles files) {
    TrainingParts parts = run.parts();
    boolean on = parts.config().analysis().isOn();
    Optional<StepLog> log =
        on || files.exists(FILE) ? Optional.of(StepLog.open(files, FILE)) : Optional.empty();
    return new GradientMonitor(
        parts.config().checkpoints().outputDir(),
        parts.config().analysis().steps(),
        on ? Optional.of(new GradientAnalysis(parts, run.trainable(), model)) : Optional.empty(),
        log);
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
    if (analysis.isPresent() && step % interval == 0) {
      GradientReport report = analysis.get().at(step);
      log.orElseThrow().write(step, figures(report));
      listener.gradientsCompared(report);
    }
  }

  /** Draws what the run has logged, if gradients are compared. */
  void plot() {
    if (analysis.isPresent()) {
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
