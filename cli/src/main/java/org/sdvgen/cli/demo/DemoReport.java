package org.sdvgen.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.page.Html;
import org.sdvgen.host.RunCharts;
import org.sdvgen.host.RunCharts.Size;

/**
 * One page that shows a demo and needs no other file: pictures, clips and drawings are inside it.
 *
 * @param files where the demo's results lie
 * @param results what the models came to, at least one
 * @param arms the ways of training, finished or not
 */
public record DemoReport(DemoFiles files, List<Result> results, List<DemoArm> arms) {
  private static final Size LOSS = new Size(540, 330);
  private static final Size COSINE = new Size(1090, 400);

  /** Copies the lists. */
  public DemoReport {
    results = List.copyOf(results);
    arms = List.copyOf(arms);
  }

  /**
   * Writes the page.
   *
   * @throws InputException if it cannot be written
   */
  public void write() {
    try {
      Files.writeString(files.report(), html());
    } catch (IOException e) {
      throw new InputException(
          files.report() + " cannot be written: " + e.getMessage() + "; free some space", e);
    }
  }

  private String html() throws IOException {
    return resource("report.html")
        .replace("${style}", resource("report.css"))
        .replace("${models}", models())
        .replace("${clips}", new ClipGrid(results, files.clips()).html())
        .replace("${count}", String.valueOf(results.get(0).summary().clips().size()))
        .replace("${scores}", new ComparisonTable(results).html())
        .replace("${losses}", losses())
        .replace("${cosines}", cosines())
        .replace("${recipes}", recipes());
  }

  private static String resource(String name) throws IOException {
    try (InputStream content =
        Objects.requireNonNull(DemoReport.class.getResourceAsStream(name), name)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
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

  private String losses() {
    return arms.stream()
        .map(arm -> RunCharts.loss(arm.name(), files.run(arm), LOSS))
        .flatMap(Optional::stream)
        .map(svg -> picture("loss by track", svg))
        .collect(Collectors.joining());
  }

  private String cosines() {
    Map<String, Path> runs = new LinkedHashMap<>();
    arms.stream().filter(DemoArm::compared).forEach(arm -> runs.put(arm.name(), files.run(arm)));
    return RunCharts.gradientCosines("Cosine of both tracks' gradients", runs, COSINE)
        .map(svg -> picture("gradient cosine", svg))
        .orElse("");
  }

  private static String picture(String what, String svg) {
    return "<img alt=\"%s\" src=\"%s\">"
        .formatted(what, Html.data("image/svg+xml", svg.getBytes(StandardCharsets.UTF_8)));
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
