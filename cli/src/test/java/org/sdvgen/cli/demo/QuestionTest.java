package org.sdvgen.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.host.EvaluationRequest;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.EvaluationSummary.Score;
import org.sdvgen.host.EvaluationSummary.Statistic;
import org.sdvgen.host.page.RunPlots.Size;

final class QuestionTest {
  private static final EvaluationRequest REQUEST = new EvaluationRequest(List.of(), true);
  private static final Size SIZE = new Size(540, 300);
  private static final Question QUESTION = new Question("How far?", "distance", "look <there>");

  @Test
  void figureHasTheQuestionABarForEveryModelAndTheHint() {
    String figure =
        QUESTION.html(List.of(result("first", 0.5), result("second", 0.9)), SIZE).orElseThrow();
    assertTrue(figure.contains("look &lt;there&gt;"), figure);
    assertTrue(figure.contains("alt=\"How far?\""), figure);
    String svg = svg(figure);
    assertEquals(2, svg.split("fill:rgb\\(0,114,178\\);stroke:none;\"/>", -1).length - 1, svg);
  }

  @Test
  void scoresThatCountForNoModelAskNothing() {
    assertEquals(Optional.empty(), QUESTION.html(List.of(result("first", Double.NaN)), SIZE));
    Question other = new Question("What?", "another", "");
    assertEquals(Optional.empty(), other.html(List.of(result("first", 1)), SIZE));
  }

  private static String svg(String figure) {
    String base64 = figure.replaceAll("(?s).*base64,", "").replaceAll("(?s)\".*", "");
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static Result result(String label, double mean) {
    Optional<Statistic> value =
        Double.isNaN(mean) ? Optional.empty() : Optional.of(new Statistic(mean, 0.01, 4));
    Score score =
        new Score(
            new ScoreInfo("distance", "px", "what it says"),
            value,
            Optional.of(new Statistic(0.1, 0, 4)),
            Optional.of(new Statistic(1, 0, 4)));
    return new Result(
        new Contestant(label, label, label, label, REQUEST),
        new EvaluationSummary(REQUEST, List.of(score), List.of(), 0),
        List.of());
  }
}
