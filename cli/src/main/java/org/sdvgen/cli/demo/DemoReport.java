package org.sdvgen.cli.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.HtmlPage;
import org.sdvgen.host.page.RunPlots;
import org.sdvgen.host.page.RunPlots.Size;

/**
 * One page that shows a demo and needs no other file: pictures, clips and drawings are inside it.
 *
 * @param files where the demo's results lie
 * @param results the models' results, at least one
 * @param arms the ways of training, finished or not
 */
public record DemoReport(DemoFiles files, List<Result> results, List<DemoArm> arms) {
  private static final Size LOSS = new Size(540, 330);
  private static final Size QUESTION = new Size(425, 290);
  private static final int PICTURE_ROWS = 6;
  private static final Size COSINE = new Size(1090, 400);

  /** Copies the lists. */
  public DemoReport {
    results = List.copyOf(results);
    arms = List.copyOf(arms);
  }

  /**
   * Writes the page.
   *
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void write() {
    ClipGrid grid = new ClipGrid(results, files.clips());
    grid.picture(files.picture(), PICTURE_ROWS);
    new HtmlPage(DemoReport.class, "report.html")
        .put("models", models())
        .put("clips", grid.html())
        .put("count", String.valueOf(results.get(0).summary().clips().size()))
        .put("questions", questions())
        .put("scores", new ComparisonTable(results).html())
        .put("losses", losses())
        .put("cosines", cosines())
        .put("recipes", recipes())
        .write(files.report());
  }

  private String models() {
    return results.stream()
        .map(Result::contestant)
        .map(
            contestant ->
                "<li><b>%s</b>: %s</li>"
                    .formatted(Html.escape(contestant.name()), Html.escape(contestant.title())))
        .collect(Collectors.joining());
  }

  private String questions() {
    return Question.ALL.stream()
        .map(question -> question.html(results, QUESTION))
        .flatMap(Optional::stream)
        .collect(Collectors.joining());
  }

  private String losses() {
    return arms.stream()
        .map(arm -> RunPlots.loss(arm.name(), files.run(arm), LOSS))
        .flatMap(Optional::stream)
        .map(svg -> Html.drawing("loss by track", svg))
        .collect(Collectors.joining());
  }

  private String cosines() {
    Map<String, Path> runs = new LinkedHashMap<>();
    arms.stream().filter(DemoArm::compared).forEach(arm -> runs.put(arm.name(), files.run(arm)));
    return RunPlots.cosines("Cosine of both tracks' gradients", runs, COSINE)
        .map(svg -> Html.drawing("gradient cosine", svg))
        .orElse("");
  }

  private String recipes() {
    return arms.stream()
        .map(
            arm ->
                "<li><code>sdvgen train %s</code></li>"
                    .formatted(Html.escape(files.recipe(arm).toString())))
        .collect(Collectors.joining());
  }
}
