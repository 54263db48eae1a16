package org.sdvgen.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.cli.page.TextTable;
import org.sdvgen.host.EvaluationSummary.Score;
import org.sdvgen.host.EvaluationSummary.Statistic;
import org.sdvgen.host.page.Html;

/**
 * The scores of several models side by side, between chance and ceiling.
 *
 * @param results the models' scores on the same samples, at least one
 */
public record ComparisonTable(List<Result> results) {
  private static final String NONE = "-";

  /** Copies the list. */
  public ComparisonTable {
    results = List.copyOf(results);
  }

  /**
   * Writes aligned columns, at most 80 characters wide for up to five models.
   *
   * @return lines without a line break at the end
   */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("score", "chance"));
    results.forEach(result -> head.add(result.contestant().label()));
    head.add("ceiling");
    rows.add(head);
    for (int which = 0; which < scores(0).size(); which++) {
      List<String> row = new ArrayList<>();
      row.add(name(scores(0).get(which).info()));
      row.add(mean(scores(0).get(which).chance()));
      for (int model = 0; model < results.size(); model++) {
        row.add(mean(scores(model).get(which).value()));
      }
      row.add(mean(scores(0).get(which).ceiling()));
      rows.add(row);
    }
    return TextTable.of(rows, 1);
  }

  private List<Score> scores(int model) {
    return results.get(model).summary().scores();
  }

  /**
   * Writes a table element: every cell with its standard error and a bar that tells how far it has
   * come from chance to ceiling.
   *
   * @return the element
   */
  String html() {
    StringBuilder table = new StringBuilder("<table class=\"scores\"><thead><tr><th>score</th>");
    table.append("<th>chance</th>");
    results.forEach(
        result ->
            table.append("<th>").append(Html.escape(result.contestant().name())).append("</th>"));
    table.append("<th>ceiling</th></tr></thead><tbody>");
    for (int which = 0; which < scores(0).size(); which++) {
      row(table, which);
    }
    return table.append("</tbody></table>").toString();
  }

  private void row(StringBuilder table, int which) {
    Score first = scores(0).get(which);
    table
        .append("<tr><th>")
        .append(Html.escape(name(first.info())))
        .append("<small>")
        .append(Html.escape(first.info().description()))
        .append("</small></th>");
    table.append("<td class=\"bound\">").append(mean(first.chance())).append("</td>");
    for (int model = 0; model < results.size(); model++) {
      cell(table, scores(model).get(which));
    }
    table.append("<td class=\"bound\">").append(mean(first.ceiling())).append("</td></tr>");
  }

  private static void cell(StringBuilder table, Score score) {
    OptionalDouble way = way(score);
    String bar =
        way.isEmpty()
            ? ""
            : String.format(Locale.ROOT, " style=\"--way:%.0f%%\"", 100 * way.getAsDouble());
    String error =
        score
            .value()
            .map(value -> "<small>± " + number(value.standardError()) + "</small>")
            .orElse("");
    table.append("<td%s>%s%s</td>".formatted(bar, mean(score.value()), error));
  }

  /** How far a score has come from chance, 0, to ceiling, 1; empty where they hardly differ. */
  private static OptionalDouble way(Score score) {
    if (score.value().isEmpty() || score.chance().isEmpty() || score.ceiling().isEmpty()) {
      return OptionalDouble.empty();
    }
    Statistic chance = score.chance().get();
    Statistic ceiling = score.ceiling().get();
    double whole = ceiling.mean() - chance.mean();
    if (Math.abs(whole) <= 2 * (chance.standardError() + ceiling.standardError())) {
      return OptionalDouble.empty();
    }
    double way = (score.value().get().mean() - chance.mean()) / whole;
    return OptionalDouble.of(Math.max(0, Math.min(1, way)));
  }

  private static String name(ScoreInfo info) {
    return (info.name().replace('_', ' ') + " " + info.unit()).strip();
  }

  private static String mean(Optional<Statistic> statistic) {
    return statistic.map(value -> number(value.mean())).orElse(NONE);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
