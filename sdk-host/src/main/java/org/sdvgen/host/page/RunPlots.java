package org.sdvgen.host.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.host.GradientReport;

/**
 * Draws the logs of runs: {@code gradient-cosine}, {@code gradient-norm} and {@code loss}, each as
 * SVG and PNG beside a run's logs, or drawings of several runs.
 */
public final class RunPlots {
  /** Name of the log of comparisons, one line each. */
  public static final String ANALYSIS = RunLog.ANALYSIS;

  /** Name of the log of optimizer steps, one line each. */
  public static final String METRICS = RunLog.METRICS;

  private static final int MOST_POINTS = 500;
  private static final Size SIZE = new Size(960, 480);

  private RunPlots() {}

  /**
   * Draws a run's plots, as far as their figures were logged.
   *
   * @param outputDir holds the logs and takes the plots
   * @return the files written
   * @throws org.sdvgen.api.error.InputException if a log cannot be read or a plot not written
   */
  public static List<Path> write(Path outputDir) {
    RunLog log = RunLog.read(outputDir);
    List<Path> files = new ArrayList<>();
    if (!log.cosines().isEmpty()) {
      files.addAll(cosineChart(log).write(outputDir, "gradient-cosine"));
      files.addAll(normChart(log).write(outputDir, "gradient-norm"));
    }
    if (!log.losses().isEmpty()) {
      files.addAll(lossChart("Training loss by track", log, SIZE).write(outputDir, "loss"));
    }
    return files;
  }

  /**
   * Draws the loss of every track over the steps: each step faintly, a smooth line, and a dashed
   * one for the samples held out.
   *
   * @param title the drawing's title
   * @param outputDir holds the run's logs
   * @param size size of the drawing
   * @return an SVG document; empty if no step was logged
   * @throws org.sdvgen.api.error.InputException if the log cannot be read
   */
  public static Optional<String> loss(String title, Path outputDir, Size size) {
    RunLog log = RunLog.read(outputDir);
    return log.losses().isEmpty()
        ? Optional.empty()
        : Optional.of(lossChart(title, log, size).svgText());
  }

  /**
   * Tells where the lines end that {@link #loss} draws.
   *
   * @param outputDir holds the run's logs
   * @return the ends, as far as losses were logged
   */
  public static LossEnds lossEnds(Path outputDir) {
    RunLog log = RunLog.read(outputDir);
    Map<String, Point> training = new TreeMap<>();
    log.losses().forEach((track, curve) -> training.put(track, curve.smoothed().end()));
    Map<String, Point> heldOut = new TreeMap<>();
    log.heldOut().forEach((track, curve) -> heldOut.put(track, curve.end()));
    return new LossEnds(training, heldOut);
  }

  /**
   * Where the lines of a drawing of losses end.
   *
   * @param training mean over the last steps of each track, those without a finite loss left out
   * @param heldOut loss of each track on samples held out, when it was last measured
   */
  public record LossEnds(Map<String, Point> training, Map<String, Point> heldOut) {}

  /**
   * A point of a curve.
   *
   * @param step the step as the log numbers it
   * @param value the figure there
   */
  public record Point(long step, double value) {}

  /**
   * Draws how many samples of every track were trained on in a second.
   *
   * @param outputDir holds the run's logs
   * @param size size of the drawing
   * @return an SVG document; empty if no step was logged
   */
  public static Optional<String> throughput(Path outputDir, Size size) {
    RunLog log = RunLog.read(outputDir);
    CurveChart chart = new CurveChart("Throughput by track", "samples per second", size);
    chart.noisyLines(log.throughput());
    return log.throughput().isEmpty() ? Optional.empty() : Optional.of(chart.svgText());
  }

  /**
   * Draws figures of the steps.
   *
   * @param drawing title, names of the curves by the keys of the log, and the unit of their values
   * @param outputDir holds the run's logs
   * @param size size of the drawing
   * @return an SVG document; empty if none of the figures was logged
   */
  public static Optional<String> figures(Drawing drawing, Path outputDir, Size size) {
    Map<String, Curve> logged = RunLog.read(outputDir).figures();
    CurveChart chart = new CurveChart(drawing.title(), drawing.unit(), size);
    boolean any = false;
    for (Map.Entry<String, String> name : drawing.names().entrySet()) {
      Curve curve = logged.get(name.getKey());
      if (curve != null) {
        chart.line(name.getValue(), curve.thinned(MOST_POINTS));
        any = true;
      }
    }
    return any ? Optional.of(chart.svgText()) : Optional.empty();
  }

  /**
   * Size of a drawing.
   *
   * @param width width in pixels, at least 1
   * @param height height in pixels, at least 1
   */
  public record Size(int width, int height) {
    /** Checks the ranges. */
    public Size {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException("a drawing of " + width + "x" + height + " pixels");
      }
    }
  }

  /**
   * A drawing of figures.
   *
   * @param title its title
   * @param unit the values' unit
   * @param names names of the curves by the keys of the log
   */
  public record Drawing(String title, String unit, Map<String, String> names) {}

  /**
   * Draws the cosine of the tracks' gradients over all parameters, one curve for every run.
   *
   * @param title the drawing's title
   * @param runs the runs' folders by the names of their curves
   * @param size size of the drawing
   * @return an SVG document; empty if no run has compared gradients
   * @throws org.sdvgen.api.error.InputException if a log cannot be read
   */
  public static Optional<String> cosines(String title, Map<String, Path> runs, Size size) {
    CurveChart chart = new CurveChart(title, "cosine", size);
    boolean any = false;
    for (Map.Entry<String, Path> run : runs.entrySet()) {
      Curve curve = RunLog.read(run.getValue()).cosines().get(GradientReport.ALL);
      if (curve != null) {
        chart.line(run.getKey(), curve);
        any = true;
      }
    }
    return any ? Optional.of(chart.svgText()) : Optional.empty();
  }

  private static CurveChart cosineChart(RunLog log) {
    String tracks = String.join(" and ", log.norms().keySet());
    CurveChart chart =
        new CurveChart("Cosine of the gradients of " + tracks, "cosine", SIZE).between(-1, 1);
    log.cosines().forEach(chart::line);
    return chart;
  }

  private static CurveChart normChart(RunLog log) {
    CurveChart chart = new CurveChart("Gradients on held-out samples", "L2 norm", SIZE);
    log.norms().forEach(chart::line);
    return chart;
  }

  private static CurveChart lossChart(String title, RunLog log, Size size) {
    CurveChart chart = new CurveChart(title, "loss", size);
    chart.noisyLines(log.losses());
    log.heldOut().forEach((track, curve) -> chart.dashed(track + " (held out)", track, curve));
    return chart;
  }
}
