package org.sdvgen.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.EvaluationSummary.Score;
import org.sdvgen.host.EvaluationSummary.Statistic;

final class ComparisonTableTest {
  private static final EvaluationRequest REQUEST = new EvaluationRequest(List.of(), true);

  @Test
  void fiveModelsFitIntoEightyColumns() {
    List<Result> results =
        Stream.of("base", "+ref", "ours", "image", "2-stage")
            .map(label -> result(label, statistic(-123.456)))
            .toList();
    String text = new ComparisonTable(results).text();
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    assertTrue(text.contains("layout distance px"), text);
    assertTrue(text.contains("2-stage"), text);
  }

  @Test
  void barsGoFromChanceToCeiling() {
    String page =
        new ComparisonTable(
                List.of(
                    result("worse", statistic(0.1)),
                    result("between", statistic(0.68)),
                    result("better", statistic(1.2)),
                    result("none", Optional.empty())))
            .html();
    assertEquals(
        List.of("0%", "60%", "100%"),
        page.lines()
            .flatMap(line -> Stream.of(line.split("--way:", -1)).skip(1))
            .map(rest -> rest.substring(0, rest.indexOf('"')))
            .toList());
    assertTrue(page.contains("<td>-</td>"), page);
  }

  private static Result result(String label, Optional<Statistic> value) {
    Score score =
        new Score(
            new ScoreInfo("layout_distance", "px", "what it says"),
            value,
            statistic(0.2),
            statistic(1));
    return new Result(
        new Contestant(label, label, label, label, REQUEST),
        new EvaluationSummary(REQUEST, List.of(score), List.of(), 0),
        List.of());
  }

  private static Optional<Statistic> statistic(double mean) {
    return Optional.of(new Statistic(mean, 0.01, 4));
  }
}
