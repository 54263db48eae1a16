package org.sdvgen.host.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the validation's clips change during a run.
 *
 * @param outputDir the run's folder
 * @param rounds the log's lines about clips, in order
 */
record ClipHistory(Path outputDir, List<JsonNode> rounds) {
  /** More would make the page slow; all are files of the run's folder. */
  private static final int MOST_ROUNDS = 8;

  private static final int MOST_CLIPS = 8;

  /**
   * The clips of a run.
   *
   * @param outputDir the run's folder
   * @param lines the lines of {@code metrics.jsonl}
   * @return their history; rounds whose files are gone are left out
   */
  static ClipHistory of(Path outputDir, List<JsonNode> lines) {
    return new ClipHistory(
        outputDir,
        lines.stream()
            .filter(line -> line.has("clips"))
            .filter(line -> Files.exists(outputDir.resolve(strip(line, 0))))
            .toList());
  }

  private static String strip(JsonNode round, int clip) {
    return round.path("clips").path(clip).path("strip").asText();
  }

  /** Writes the latest clip of every prompt, playing, beside its strips at several steps. */
  String html() {
    if (rounds.isEmpty()) {
      return "<p>None: <code>validation.steps</code> and <code>validation.prompts</code> ask for"
          + " them.</p>";
    }
    JsonNode latest = rounds.get(rounds.size() - 1);
    List<JsonNode> shown = spread(rounds);
    StringBuilder html = new StringBuilder();
    for (int clip = 0; clip < Math.min(MOST_CLIPS, latest.path("clips").size()); clip++) {
      html.append("<h3>")
          .append(Html.escape(latest.path("clips").path(clip).path("prompt").asText()))
          .append("</h3><div class=\"history\">")
          .append(
              Html.video(outputDir.resolve(latest.path("clips").path(clip).path("video").asText())))
          .append("<table>");
      for (JsonNode round : shown) {
        strip(html, round, clip);
      }
      html.append("</table></div>");
    }
    return html.toString();
  }

  /** The first, the last, and some between them. */
  private static List<JsonNode> spread(List<JsonNode> rounds) {
    int count = Math.min(MOST_ROUNDS, rounds.size());
    List<JsonNode> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(rounds.get(count == 1 ? 0 : i * (rounds.size() - 1) / (count - 1)));
    }
    return some;
  }

  /** A run that was resumed with other prompts may have had fewer of them before. */
  private void strip(StringBuilder html, JsonNode round, int clip) {
    if (clip < round.path("clips").size()) {
      html.append("<tr><th>step ")
          .append(round.path("step").asLong())
          .append("</th><td>")
          .append(Html.image("frames", outputDir.resolve(strip(round, clip))))
          .append("</td></tr>");
    }
  }
}
