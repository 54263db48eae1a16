package org.sdvgen.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.page.ClipSheet;
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
  private static final int SCALE = 4;

  private static final int PICTURE_SCALE = 3;

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
      table
          .append("<th>")
          .append(Html.escape(result.contestant().name()))
          .append("<small>")
          .append(Html.escape(result.contestant().look()))
          .append("</small></th>");
    }
    table.append("</tr></thead><tbody>");
    for (int row = 0; row < results.get(0).shown().size(); row++) {
      row(table, row);
    }
    return table.append("</tbody></table>").toString();
  }

  /**
   * Writes the clips once more as one animated picture without prompts, for places where pages do
   * not play.
   *
   * @param file an animated picture
   * @param rows how many subjects, as far as there are
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  void picture(Path file, int rows) {
    List<String> headings = new ArrayList<>(List.of("reference"));
    results.forEach(result -> headings.add(result.contestant().name()));
    List<List<PixelClip>> sheet = new ArrayList<>();
    List<ScoredClip> first = results.get(0).shown();
    for (int row = 0; row < Math.min(rows, first.size()); row++) {
      List<PixelClip> clips = new ArrayList<>(List.of(first.get(row).reference()));
      for (Result result : results) {
        clips.add(result.shown().get(row).video().clip());
      }
      sheet.add(clips);
    }
    new ClipSheet(headings, sheet, first.get(0).video().fps()).save(file, PICTURE_SCALE);
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
