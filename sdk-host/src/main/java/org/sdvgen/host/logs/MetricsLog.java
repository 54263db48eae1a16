package org.sdvgen.host.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.sdvgen.host.HeldOutReport;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.ValidationReport;
import org.sdvgen.host.page.RunPlots;

/**
 * The file {@code metrics.jsonl}: one line per optimizer step, and before it, where the held-out
 * loss was measured or clips were generated with the parameters that the step began with, one line
 * with {@code held_out} or {@code clips}.
 */
public final class MetricsLog {
  private final Path outputDir;
  private final StepLog log;

  private MetricsLog(Path outputDir, StepLog log) {
    this.outputDir = outputDir;
    this.log = log;
  }

  /**
   * Opens the file.
   *
   * @param files the run's growing files, which cut it back and close it
   * @return the open log
   * @throws org.sdvgen.api.error.InputException if the file cannot be read or written
   */
  public static MetricsLog open(GrowingFiles files) {
    return new MetricsLog(files.outputDir(), StepLog.open(files, RunPlots.METRICS));
  }

  /**
   * Adds a line.
   *
   * @param report the step's figures; those that are not finite are left out
   * @param skipped how many steps have been skipped since training began
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public void write(StepReport report, long skipped) {
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
    ProcessMemory memory = ProcessMemory.now();
    memory.residentMb().ifPresent(resident -> line.put("resident_mb", resident));
    line.put("heap_mb", memory.heapMb());
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
  public void write(HeldOutReport report) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ObjectNode losses = line.putObject("held_out");
    report.losses().forEach((track, loss) -> put(losses, track, loss));
    line.put("seconds", report.seconds());
    log.write(report.step(), line);
  }

  /**
   * Adds a line.
   *
   * @param report generated clips; their files are named as seen from the run's folder
   * @throws org.sdvgen.api.error.InputException if the file cannot be written
   */
  public void write(ValidationReport report) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ArrayNode clips = line.putArray("clips");
    for (ValidationReport.Clip clip : report.clips()) {
      clips
          .addObject()
          .put("prompt", clip.prompt())
          .put("seed", clip.seed())
          .put("video", relative(clip.video()))
          .put("strip", relative(clip.strip()));
    }
    line.put("seconds", report.seconds());
    log.write(report.step(), line);
  }

  private String relative(Path file) {
    return outputDir.relativize(file).toString().replace('\\', '/');
  }

  /** JSON knows neither NaN nor infinity. */
  private static void put(ObjectNode line, String name, double value) {
    if (Double.isFinite(value)) {
      line.put(name, value);
    }
  }
}
