package org.sdvgen.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.cli.page.Html;
import org.sdvgen.host.StepReport;

/** Draws the loss over the steps as an SVG, one colour per track. */
final class LossChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 260;
  private static final int MARGIN = 44;
  private static final List<String> COLOURS = List.of("#2266bb", "#cc6622", "#338833", "#8844aa");
  private static final double SMOOTHING = 0.8;

  private final Map<String, List<double[]>> points = new TreeMap<>();
  private final long steps;
  private final double top;

  /**
   * A chart of a whole run.
   *
   * @param reports the steps in their order, at least one
   */
  LossChart(List<StepReport> reports) {
    for (StepReport report : reports) {
      report
          .losses()
          .forEach(
              (track, loss) ->
                  points
                      .computeIfAbsent(track, name -> new ArrayList<>())
                      .add(new double[] {report.step() + 1, loss}));
    }
    steps = reports.get(reports.size() - 1).step() + 1;
    top =
        points.values().stream()
                .flatMap(List::stream)
                .mapToDouble(point -> point[1])
                .max()
                .orElse(1)
            * 1.05;
  }

  /** Returns the drawing as an {@code svg} element. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox='0 0 %d %d' width='%d' role='img' aria-label='loss by track'>",
        WIDTH,
        HEIGHT,
        WIDTH);
    axes(svg);
    int index = 0;
    for (Map.Entry<String, List<double[]>> track : points.entrySet()) {
      track(svg, track.getKey(), track.getValue(), index++);
    }
    return svg.append("</svg>").toString();
  }

  private void axes(StringBuilder svg) {
    for (int i = 0; i <= 4; i++) {
      double loss = top * i / 4;
      add(
          svg,
          "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>",
          MARGIN,
          WIDTH - MARGIN,
          y(loss),
          y(loss));
      add(svg, "<text x='4' y='%.1f' font-size='11'>%.3f</text>", y(loss) + 4, loss);
    }
    add(svg, "<text x='%d' y='%d' font-size='11'>step 1</text>", MARGIN, HEIGHT - 8);
    add(
        svg,
        "<text x='%d' y='%d' font-size='11' text-anchor='end'>step %d</text>",
        WIDTH - MARGIN,
        HEIGHT - 8,
        steps);
  }

  private void track(StringBuilder svg, String name, List<double[]> track, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    StringBuilder line = new StringBuilder();
    double mean = track.get(0)[1];
    for (double[] point : track) {
      mean = SMOOTHING * mean + (1 - SMOOTHING) * point[1];
      add(line, "%.1f,%.1f ", x(point[0]), y(mean));
      add(
          svg,
          "<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s' fill-opacity='0.45'/>",
          x(point[0]),
          y(point[1]),
          colour);
    }
    add(
        svg,
        "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
        line.toString().strip(),
        colour);
    add(
        svg,
        "<text x='%d' y='16' font-size='13' fill='%s'>%s</text>",
        MARGIN + 140 * index,
        colour,
        Html.escape(name));
  }

  private double x(double step) {
    return MARGIN + (WIDTH - 2 * MARGIN) * (steps == 1 ? 0.5 : (step - 1) / (steps - 1));
  }

  private double y(double loss) {
    return HEIGHT - MARGIN / 2.0 - (HEIGHT - MARGIN) * loss / top;
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
