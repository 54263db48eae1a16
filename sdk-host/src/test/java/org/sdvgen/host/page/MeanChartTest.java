package org.sdvgen.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sdvgen.host.page.MeanChart.Bar;
import org.sdvgen.host.page.RunPlots.Size;

final class MeanChartTest {
  private static final double PIXEL = 1;
  private static final Pattern BAR =
      Pattern.compile(
          "<path d=\"M[\\d.]+,([\\d.]+) .* L[\\d.]+,([\\d.]+) Z\" style=\"fill:rgb\\(0,114,178");
  private static final Pattern DASHED =
      Pattern.compile("dasharray:5,4;\" x1=\"[\\d.]+\" x2=\"[\\d.]+\" y1=\"([\\d.]+)\" y2=\"\\1\"");
  private static final Pattern WHISKER =
      Pattern.compile(
          "linejoin:bevel;\" x1=\"([\\d.]+)\" x2=\"\\1\" y1=\"([\\d.]+)\" y2=\"([\\d.]+)\"");

  @Test
  void barsWhiskersAndLinesStandAtTheirValues() {
    String svg =
        new MeanChart(
                "title",
                "unit",
                List.of(new Bar("one", 1, 0.25), new Bar("two", 2, 0.5)),
                OptionalDouble.of(0.5),
                OptionalDouble.of(1.5))
            .svg(new Size(400, 300));
    List<double[]> bars = numbers(BAR, svg, 1, 2);
    assertEquals(2, bars.size(), svg);
    double floor = bars.get(0)[1];
    double unit = floor - bars.get(0)[0];
    assertEquals(floor, bars.get(1)[1], PIXEL);
    assertEquals(floor - 2 * unit, bars.get(1)[0], PIXEL);
    List<double[]> whiskers = numbers(WHISKER, svg, 2, 3);
    assertEquals(2, whiskers.size(), svg);
    assertEquals(floor - 1.25 * unit, whiskers.get(0)[0], PIXEL);
    assertEquals(floor - 0.75 * unit, whiskers.get(0)[1], PIXEL);
    assertEquals(floor - 2.5 * unit, whiskers.get(1)[0], PIXEL);
    List<double[]> lines = numbers(DASHED, svg, 1, 1);
    assertEquals(4, lines.size(), "chance and ceiling, and both in the legend: " + svg);
    assertEquals(floor - 0.5 * unit, lines.get(0)[0], PIXEL);
    assertEquals(floor - 1.5 * unit, lines.get(1)[0], PIXEL);
  }

  private static List<double[]> numbers(Pattern pattern, String text, int first, int second) {
    List<double[]> all = new ArrayList<>();
    for (Matcher match = pattern.matcher(text); match.find(); ) {
      all.add(
          new double[] {
            Double.parseDouble(match.group(first)), Double.parseDouble(match.group(second))
          });
    }
    return all;
  }
}
