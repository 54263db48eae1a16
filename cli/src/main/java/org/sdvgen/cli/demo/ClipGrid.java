package org.sdvgen.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.Pictures;

/**
 * The first clips of every model: a row for every subject and prompt, a column for every model.
 *
 * @param results the models' clips of the same samples, at least one
 * @param folder takes the clips as files
 */
record ClipGrid(List<Result> results, Path folder) {
  /** Clips are written larger, because H.264 has one colour for every four pixels. */
  private static final int SCALE = 2;

  /**
   * Writes a table element in which the clips play.
   *
   * @return the element
   * @throws org.sdvgen.api.error.InputException if a file cannot be written
   */
  String html() {
    StringBuilder table = new StringBuilder("<table class=\"clips\"><thead><tr><th>prompt</th>");
    table.append("<th>reference</th>");
    for (Result result : results) {
      table.append("<th>").append(Html.escape(result.contestant().name())).append("</th>");
    }
    table.append("</tr></thead><tbody>");
    for (int row = 0; row < results.get(0).shown().size(); row++) {
      row(table, row);
    }
    return table.append("</tbody></table>").toString();
  }

  private void row(StringBuilder table, int row) {
    ScoredClip first = results.get(0).shown().get(row);
    Path reference = folder.resolve(String.format(Locale.ROOT, "%02d-reference.png", row));
    Pictures.save(reference, first.reference());
    table
        .append("<tr><td class=\"prompt\">")
        .append(Html.escape(first.video().prompt()))
        .append("</td><td>")
        .append(Html.image("reference", reference))
        .append("</td>");
    for (Result result : results) {
      String name = result.contestant().name().replaceAll("\\W+", "-");
      Path file = folder.resolve(String.format(Locale.ROOT, "%02d-%s.mp4", row, name));
      result.shown().get(row).video().saveVideo(file, SCALE);
      table.append("<td>").append(Html.video(file)).append("</td>");
    }
    table.append("</tr>");
  }
}
