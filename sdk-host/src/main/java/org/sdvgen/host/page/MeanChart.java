package org.sdvgen.host.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sdvgen.host.page.RunPlots.Size;

/**
 * Bars of one measure with intervals, and lines for chance and ceiling: the answer to one question.
 *
 * @param title the question
 * @param unit what is measured, with its unit
 * @param bars at least one
 * @param chance the line of a guess; empty for none
 * @param ceiling the line of the truth; empty for none
 */
public record MeanChart(
    String title, String unit, List<Bar> bars, OptionalDouble chance, OptionalDouble ceiling) {
  private static final Color BAR = new Color(0x0072B2);
  private static final Color CHANCE = new Color(0x66727F);
  private static final Color CEILING = new Color(0x009E73);
  private static final float[] DASHES = {5, 4};

  /** Copies the list. */
  public MeanChart {
    bars = List.copyOf(bars);
  }

  /**
   * A bar.
   *
   * @param name what it stands for
   * @param mean its length
   * @param halfInterval half of the interval round the mean, at least 0
   */
  public record Bar(String name, double mean, double halfInterval) {}

  /**
   * Draws the chart.
   *
   * @param size its size
   * @return an SVG document
   */
  public String svg(Size size) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(size.width())
            .height(size.height())
            .title(title)
            .yAxisTitle(unit)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.45).setYAxisMin(0.0);
    List<String> names = bars.stream().map(Bar::name).toList();
    CategorySeries means =
        chart.addSeries(
            "mean, 95 % interval",
            names,
            bars.stream().map(Bar::mean).toList(),
            bars.stream().map(Bar::halfInterval).toList());
    means.setFillColor(BAR);
    line(chart, "chance", chance, CHANCE);
    line(chart, "ceiling", ceiling, CEILING);
    return ChartStyle.svg(chart);
  }

  private void line(CategoryChart chart, String name, OptionalDouble height, Color colour) {
    if (height.isEmpty()) {
      return;
    }
    List<Double> heights = new ArrayList<>(Collections.nCopies(bars.size(), height.getAsDouble()));
    CategorySeries series = chart.addSeries(name, bars.stream().map(Bar::name).toList(), heights);
    series.setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(colour);
    series.setLineStyle(
        new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASHES, 0));
  }
}
