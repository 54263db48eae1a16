package org.sdvgen.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sdvgen.cli.page.TextTable;
import org.sdvgen.host.EvaluationSummary.Score;
import org.sdvgen.host.EvaluationSummary.Statistic;
import org.sdvgen.host.page.Html;

/** Scores as a table for a terminal or a page. */
public final class ScoreTable {
  private static final List<String> HEAD =
      List.of("score", "unit", "value", "std. error", "clips", "chance", "ceiling");
  private static final String NONE = "-";

  private ScoreTable() {}

  /**
   * Writes aligned columns.
   *
   * @param scores the scores in their order
   * @return lines without a line break at the end
   */
  public static String text(List<Score> scores) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    scores.forEach(score -> rows.add(row(score)));
    return TextTable.of(rows, 2);
  }

  /**
   * Writes a table element that explains every score.
   *
   * @param scores the scores in their order
   * @return the element
   */
  static String html(List<Score> scores) {
    StringBuilder table = new StringBuilder("<table class=\"scores\"><thead><tr>");
    HEAD.forEach(head -> table.append("<th>").append(head).append("</th>"));
    table.append("</tr></thead><tbody>");
    for (Score score : scores) {
      List<String> row = row(score);
      table
          .append("<tr><th>")
          .append(Html.escape(row.get(0)))
          .append("<small>")
          .append(Html.escape(score.info().description()))
          .append("</small></th>");
      row.stream()
          .skip(1)
          .forEach(cell -> table.append("<td>").append(Html.escape(cell)).append("</td>"));
      table.append("</tr>");
    }
    return table.append("</tbody></table>").toString();
  }

  private static List<String> row(Score score) {
    return List.of(
        score.info().name(),
        score.info().unit(),
        mean(score.value()),
        score.value().map(value -> number(value.standardError())).orElse(NONE),
        score.value().map(value -> Integer.toString(value.count())).orElse("0"),
        mean(score.chance()),
        mean(score.ceiling()));
  }

  private static String mean(Optional<Statistic> statistic) {
    return statistic.map(value -> number(value.mean())).orElse(NONE);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.2f", value);
  }
}
