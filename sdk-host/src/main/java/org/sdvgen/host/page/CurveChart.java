package org.sdvgen.host.page;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sdvgen.host.page.RunPlots.Size;
import org.sdvgen.runtime.io.AtomicFile;

/** A chart of curves over the steps, written as SVG and as PNG. */
final class CurveChart {
  private static final float LINE = 2f;
  private static final int FADED = 70;

  /** More of them hide each other, and make drawings of megabytes. */
  private static final int MOST_POINTS = 500;

  /** Told apart by people who do not see all colours, too (Okabe and Ito). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9));

  private final XYChart chart;
  private final Map<String, Color> colours = new HashMap<>();

  CurveChart(String title, String valueTitle, Size size) {
    chart =
        new XYChartBuilder()
            .width(size.width())
            .height(size.height())
            .title(title)
            .xAxisTitle("optimizer steps")
            .yAxisTitle(valueTitle)
            .build();
    ChartStyle.apply(chart.getStyler());
  }

  /** Sets the ends of the value axis. */
  CurveChart between(double lowest, double highest) {
    chart.getStyler().setYAxisMin(lowest);
    chart.getStyler().setYAxisMax(highest);
    return this;
  }

  /** Adds a line in its own colour. */
  void line(String name, Curve curve) {
    line(name, curve, colour(name));
  }

  /** Adds a dashed line in the colour of another curve, drawn already or later. */
  void dashed(String name, String like, Curve curve) {
    line(name, curve, colour(like)).setLineStyle(SeriesLines.DASH_DASH);
  }

  private XYSeries line(String name, Curve curve, Color colour) {
    XYSeries series = chart.addSeries(name, curve.steps(), curve.values());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    series.setLineStyle(SeriesLines.SOLID);
    series.setLineWidth(LINE);
    leaveTheGrid(name, curve);
    return series;
  }

  /**
   * Adds a point that is not seen and not at a whole step. Where all points are evenly spaced
   * XChart labels every n-th of them, so densely that the numbers run together, instead of round
   * numbers.
   */
  private void leaveTheGrid(String name, Curve curve) {
    int last = curve.steps().size() - 1;
    if (last >= 0) {
      XYSeries point =
          chart.addSeries(
              name + " (end)",
              List.of(curve.steps().get(last) + 0.5),
              List.of(curve.values().get(last)));
      point.setMarker(SeriesMarkers.NONE);
      point.setShowInLegend(false);
    }
  }

  /** Adds noisy curves: points faintly, and above them all a smooth line through each. */
  void noisyLines(Map<String, Curve> curves) {
    curves.forEach((name, curve) -> points(name, curve.thinned(MOST_POINTS), colour(name)));
    curves.forEach((name, curve) -> line(name, curve.smoothed().thinned(MOST_POINTS)));
  }

  private void points(String name, Curve curve, Color plain) {
    XYSeries points = chart.addSeries(name + " (single steps)", curve.steps(), curve.values());
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(new Color(plain.getRed(), plain.getGreen(), plain.getBlue(), FADED));
    points.setShowInLegend(false);
  }

  private Color colour(String name) {
    return colours.computeIfAbsent(name, key -> COLOURS.get(colours.size() % COLOURS.size()));
  }

  /**
   * Writes the chart.
   *
   * @param folder takes the files
   * @param name their name without its ending
   * @return both files
   */
  List<Path> write(Path folder, String name) {
    Path svg = folder.resolve(name + ".svg");
    Path png = folder.resolve(name + ".png");
    write(svg, svgText().getBytes(StandardCharsets.UTF_8));
    write(png, png());
    return List.of(svg, png);
  }

  private static void write(Path file, byte[] bytes) {
    AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(bytes)));
  }

  /** The drawing as an SVG document. */
  String svgText() {
    return ChartStyle.svg(chart);
  }

  private byte[] png() {
    try {
      return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException("a chart cannot be drawn in memory", e);
    }
  }
}
