package org.sdvgen.cli.demo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sdvgen.host.EvaluationSummary.Score;
import org.sdvgen.host.EvaluationSummary.Statistic;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.MeanChart;
import org.sdvgen.host.page.RunPlots.Size;

/**
 * A question that one score answers.
 *
 * @param title the question
 * @param score the score's name
 * @param hint how to read the answer
 */
record Question(String title, String score, String hint) {
  /** Half of a 95 % interval of a mean, in standard errors. */
  private static final double INTERVAL = 1.96;

  /** What a person would ask about the clips, in the order of the paper's claims. */
  static final List<Question> ALL =
      List.of(
          new Question(
              "Does it go as far as it should?",
              "displacement",
              "In the paper, training on pictures alone takes the motion away."),
          new Question(
              "Has it the reference's colours?",
              "identity_palette",
              "A choice among 16 subjects. The base model without a reference can only guess."),
          new Question(
              "Has it the reference's colours and pattern?",
              "identity_template",
              "A choice among 16 subjects of its class, by the whole picture."),
          new Question(
              "Or is the reference only pasted?",
              "layout_distance",
              "How far the subject is from its place in the reference. A copy is near 0; identity"
                  + " counts where this is large."),
          new Question(
              "Is it what the prompt names?",
              "class_accuracy",
              "In the paper, two-stage training follows prompts least."));

  /**
   * Draws the answer.
   *
   * @param results the models' scores, at least one
   * @param size size of the drawing
   * @return a figure element; empty if the score was not asked for, or counts for no model
   */
  Optional<String> html(List<Result> results, Size size) {
    Optional<Score> first = score(results.get(0));
    List<MeanChart.Bar> bars = results.stream().map(this::bar).flatMap(Optional::stream).toList();
    if (first.isEmpty() || bars.isEmpty()) {
      return Optional.empty();
    }
    String unit = first.get().info().unit();
    MeanChart chart =
        new MeanChart(
            title,
            score.replace('_', ' ') + (unit.isEmpty() ? "" : ", " + unit),
            bars,
            mean(first.get().chance()),
            mean(first.get().ceiling()));
    return Optional.of(
        "<figure>%s<figcaption>%s</figcaption></figure>"
            .formatted(Html.drawing(title, chart.svg(size)), Html.escape(hint)));
  }

  private Optional<Score> score(Result result) {
    return result.summary().scores().stream()
        .filter(candidate -> candidate.info().name().equals(score))
        .findFirst();
  }

  private Optional<MeanChart.Bar> bar(Result result) {
    return score(result)
        .flatMap(Score::value)
        .map(
            value ->
                new MeanChart.Bar(
                    result.contestant().label(), value.mean(), INTERVAL * value.standardError()));
  }

  private static OptionalDouble mean(Optional<Statistic> statistic) {
    return statistic.stream().mapToDouble(Statistic::mean).findFirst();
  }
}
