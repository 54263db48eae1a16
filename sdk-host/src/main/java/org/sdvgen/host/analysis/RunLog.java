package org.sdvgen.host.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.GradientReport;

/**
 * The curves that a run has logged in {@code analysis.jsonl} and {@code metrics.jsonl}.
 *
 * @param cosines cosine of the tracks' gradients, by layer group
 * @param norms length of the gradient over all parameters, by track
 * @param losses loss, by track
 * @param heldOut loss on samples held out, by track
 */
record RunLog(
    Map<String, Curve> cosines,
    Map<String, Curve> norms,
    Map<String, Curve> losses,
    Map<String, Curve> heldOut) {
  /** Name of the log of comparisons, one line each. */
  static final String ANALYSIS = "analysis.jsonl";

  /** Name of the log of optimizer steps, one line each. */
  static final String METRICS = "metrics.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the logs of a run; a log that is not there gives no curves.
   *
   * @param outputDir holds the logs
   * @return the curves
   * @throws InputException if a log cannot be read
   */
  static RunLog read(Path outputDir) {
    // Losses by name, so that a track has the same colour in every run's drawing.
    RunLog log =
        new RunLog(new LinkedHashMap<>(), new LinkedHashMap<>(), new TreeMap<>(), new TreeMap<>());
    lines(outputDir.resolve(ANALYSIS)).forEach(log::addComparison);
    lines(outputDir.resolve(METRICS)).forEach(log::addStep);
    return log;
  }

  private static List<JsonNode> lines(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        lines.add(JSON.readTree(line));
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s: line %d is not JSON: remove it or the file".formatted(file, lines.size() + 1), e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
    return lines;
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

  private static void add(Map<String, Curve> curves, String name, double step, double value) {
    curves.computeIfAbsent(name, key -> new Curve()).add(step, value);
  }
}
