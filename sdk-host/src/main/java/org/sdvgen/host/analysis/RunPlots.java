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
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.GradientReport;

/**
 * Draws what a run has logged in {@code analysis.jsonl} and {@code metrics.jsonl}: {@code
 * gradient-cosine}, {@code gradient-norm} and {@code loss}, each as SVG and PNG.
 */
public final class RunPlots {
  /** Name of the log of comparisons, one line each. */
  public static final String ANALYSIS = "analysis.jsonl";

  /** Name of the log of optimizer steps, one line each. */
  public static final String METRICS = "metrics.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Curve> cosines = new LinkedHashMap<>();
  private final Map<String, Curve> norms = new LinkedHashMap<>();
  private final Map<String, Curve> losses = new LinkedHashMap<>();

  private RunPlots() {}

  /**
   * Draws a run's plots; what was not logged is left out.
   *
   * @param outputDir holds the logs and takes the plots
   * @return the files written
   * @throws InputException if a log cannot be read or a plot not written
   */
  public static List<Path> write(Path outputDir) {
    RunPlots plots = new RunPlots();
    lines(outputDir.resolve(ANALYSIS)).forEach(plots::addComparison);
    lines(outputDir.resolve(METRICS)).forEach(plots::addStep);
    List<Path> files = new ArrayList<>();
    if (!plots.cosines.isEmpty()) {
      files.addAll(plots.cosineChart().write(outputDir, "gradient-cosine"));
      files.addAll(plots.normChart().write(outputDir, "gradient-norm"));
    }
    if (!plots.losses.isEmpty()) {
      files.addAll(plots.lossChart().write(outputDir, "loss"));
    }
    return files;
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
  }

  private static void add(Map<String, Curve> curves, String name, double step, double value) {
    curves.computeIfAbsent(name, key -> new Curve()).add(step, value);
  }

  private CurveChart cosineChart() {
    String tracks = String.join(" and ", norms.keySet());
    CurveChart chart =
        new CurveChart("Cosine of the gradients of " + tracks, "cosine").between(-1, 1);
    cosines.forEach(chart::line);
    return chart;
  }

  private CurveChart normChart() {
    CurveChart chart = new CurveChart("Gradients on held-out samples", "L2 norm");
    norms.forEach(chart::line);
    return chart;
  }

  private CurveChart lossChart() {
    CurveChart chart = new CurveChart("Training loss by track", "loss");
    losses.forEach(chart::noisyLine);
    return chart;
  }
}
