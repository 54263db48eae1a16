package org.sdvgen.host.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.host.GradientReport;

/**
 * The curves that a run has logged in {@code analysis.jsonl} and {@code metrics.jsonl}.
 *
 * @param cosines cosine of the tracks' gradients, by layer group
 * @param norms length of the gradient over all parameters, by track
 * @param losses loss, by track
 * @param heldOut loss on samples held out, by track
 * @param throughput samples per second, by track
 * @param figures every other figure of a step, by its key
 */
record RunLog(
    Map<String, Curve> cosines,
    Map<String, Curve> norms,
    Map<String, Curve> losses,
    Map<String, Curve> heldOut,
    Map<String, Curve> throughput,
    Map<String, Curve> figures) {
  /** Name of the log of comparisons, one line each. */
  static final String ANALYSIS = "analysis.jsonl";

  /** Name of the log of optimizer steps, one line each. */
  static final String METRICS = "metrics.jsonl";

  /**
   * Reads the logs of a run; a log that is not there gives no curves.
   *
   * @param outputDir holds the logs
   * @return the curves
   * @throws org.sdvgen.api.error.InputException if a log cannot be read
   */
  static RunLog read(Path outputDir) {
    // Losses by name, so that a track has the same colour in every run's drawing.
    RunLog log =
        new RunLog(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
    JsonLines.read(outputDir.resolve(ANALYSIS)).forEach(log::addComparison);
    JsonLines.read(outputDir.resolve(METRICS)).forEach(log::addStep);
    return log;
  }

  private void addComparison(JsonNode line) {
    double step = line.path("step").asDouble();
    line.path("groups")
        .properties()
        .forEach(
            group ->
                add(cosines, group.getKey(), step, group.getValue().path("cosine").asDouble()));
    line.path("groups")
        .path(GradientReport.ALL)
        .path("norms")
        .properties()
        .forEach(norm -> add(norms, norm.getKey(), step, norm.getValue().asDouble()));
  }

  private void addStep(JsonNode line) {
    double step = line.path("step").asDouble();
    if (line.has("track")) {
      addFigures(line, step);
    }
    if (line.has("loss")) {
      add(losses, line.path("track").asText(), step, line.path("loss").asDouble());
    }
    line.path("losses")
        .properties()
        .forEach(loss -> add(losses, loss.getKey(), step, loss.getValue().asDouble()));
    line.path("held_out")
        .properties()
        .forEach(loss -> add(heldOut, loss.getKey(), step, loss.getValue().asDouble()));
  }

  private void addFigures(JsonNode line, double step) {
    double samples = line.path("samples").size();
    String track = line.path("track").asText();
    add(throughput, track, step, samples / line.path("seconds").asDouble());
    line.properties()
        .forEach(
            figure -> {
              if (figure.getValue().isNumber()) {
                add(figures, figure.getKey(), step, figure.getValue().asDouble());
              }
            });
  }

  private static void add(Map<String, Curve> curves, String name, double step, double value) {
    curves.computeIfAbsent(name, key -> new Curve()).add(step, value);
  }
}
