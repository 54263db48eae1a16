package org.sdvgen.host.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.analysis.RunPlots;

/**
 * The file {@code metrics.jsonl}: one line per optimizer step, and before it, where the held-out
 * loss was measured at the parameters that the step began with, one line with {@code held_out}.
 */
final class MetricsLog {
  private final StepLog log;

  private MetricsLog(StepLog log) {
    this.log = log;
  }

  /**
   * Opens the file and cuts off what belongs to steps that will be taken again.
   *
   * @param files the run's growing files, which close it
   * @return the open log
   * @throws org.sdvgen.api.error.InputException if the file cannot be read or written
   */
  static MetricsLog open(GrowingFiles files) {
    return new MetricsLog(StepLog.open(files, RunPlots.METRICS));
  }

  /**
   * Adds a line.
   *
   * @param report the step's figures; those that are not finite are left out
   * @param skipped how many steps have been skipped since training began
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  void write(StepReport report, long skipped) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("track", String.join("+", report.losses().keySet()));
    if (report.losses().size() == 1) {
      put(line, "loss", report.losses().values().iterator().next());
    } else {
      ObjectNode losses = line.putObject("losses");
      report.losses().forEach((track, loss) -> put(losses, track, loss));
    }
    put(line, "grad_norm", report.gradientNorm());
    line.put("lr", report.learningRate());
    line.put("seconds", report.seconds());
    report.samples().forEach(line.putArray("samples")::add);
    report.details().forEach((name, value) -> put(line, name, value));
    report.skipped().ifPresent(reason -> line.put("skipped", reason).put("skipped_steps", skipped));
    log.write(report.step(), line);
  }

  /**
   * Adds a line.
   *
   * @param report held-out losses; those that are not finite are left out
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  void write(HeldOutReport report) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ObjectNode losses = line.putObject("held_out");
    report.losses().forEach((track, loss) -> put(losses, track, loss));
    line.put("seconds", report.seconds());
    log.write(report.step(), line);
  }

  /** JSON knows neither NaN nor infinity. */
  private static void put(ObjectNode line, String name, double value) {
    if (Double.isFinite(value)) {
      line.put(name, value);
    }
  }
}
