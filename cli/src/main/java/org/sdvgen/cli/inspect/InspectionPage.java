package org.sdvgen.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Example;
import org.sdvgen.cli.ShapeWords;
import org.sdvgen.host.InspectedSample;
import org.sdvgen.host.InspectedTrack;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.SampleSheet;

/**
 * One page, and one picture, of what a run would be trained on.
 *
 * @param tracks the run's tracks with their first samples
 * @param said what was said while the data were opened: what is left out, fitted, assumed
 */
public record InspectionPage(List<InspectedTrack> tracks, List<String> said) {
  private static final SampleSheet SHEET = new SampleSheet(7, 160);
  private static final String STYLE =
      "body{font:16px/1.5 sans-serif;max-width:1200px;margin:2em auto;padding:0 1em;color:#222}"
          + "figure{margin:0 0 1.2em 0}img{max-width:100%;border:1px solid #ccc}"
          + "figcaption{font-size:14px}.problem{color:#a00}small{color:#555}";

  /** Copies the lists. */
  public InspectionPage {
    tracks = List.copyOf(tracks);
    said = List.copyOf(said);
  }

  /**
   * Writes the page {@code data.html}, and {@code data.png} if any sample could be read.
   *
   * @param folder takes both; it is made if it is not there
   * @return the files that were written
   * @throws InputException if they cannot be written
   */
  public List<Path> write(Path folder) {
    Path page = folder.resolve("data.html");
    try {
      Files.createDirectories(folder);
      Files.writeString(page, html());
    } catch (IOException e) {
      throw new InputException(page + " cannot be written: " + e.getMessage(), e);
    }
    List<Example> examples =
        tracks.stream()
            .flatMap(track -> track.first().stream())
            .flatMap(sample -> sample.example().stream())
            .toList();
    if (examples.isEmpty()) {
      return List.of(page);
    }
    Path sheet = folder.resolve("data.png");
    SHEET.save(sheet, examples);
    return List.of(page, sheet);
  }

  private String html() {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>sdvgen data</title>
    <style>%s</style></head><body>
    <h1>What would be trained on</h1>
    %s
    <h2>What was said while the data were opened</h2>
    %s
    </body></html>
    """
        .formatted(
            STYLE,
            tracks.stream().map(InspectionPage::track).collect(Collectors.joining()),
            said.isEmpty() ? "<p>Nothing: every sample can be used as it is.</p>" : notes());
  }

  private String notes() {
    return said.stream()
        .map(note -> "<li>" + Html.escape(note) + "</li>")
        .collect(Collectors.joining("\n", "<ul>", "</ul>"));
  }

  private static String track(InspectedTrack track) {
    return String.format(
        Locale.ROOT,
        """
        <h2>Track %s</h2>
        <p>%d samples%s, read as %s, %d in a step. The first %d in the order of training:</p>
        %s
        """,
        Html.escape(track.name()),
        track.size(),
        track.heldOut() == 0 ? "" : " and " + track.heldOut() + " held out",
        ShapeWords.of(track.shapes()),
        track.batchSize(),
        track.first().size(),
        track.first().stream().map(InspectionPage::sample).collect(Collectors.joining()));
  }

  private static String sample(InspectedSample sample) {
    String files =
        sample.files().entrySet().stream()
            .filter(file -> !file.getValue().isEmpty())
            .map(file -> file.getKey() + ": " + file.getValue())
            .map(Html::escape)
            .collect(Collectors.joining("; "));
    return """
    <figure>%s<figcaption>%s<br><small>%s %s</small></figcaption></figure>
    """
        .formatted(
            sample.example().map(InspectionPage::picture).orElse(""),
            sample
                .example()
                .map(example -> Html.escape(example.prompt()))
                .orElse("<span class=\"problem\">" + Html.escape(sample.problem()) + "</span>"),
            Html.escape(sample.id()),
            files);
  }

  private static String picture(Example example) {
    return "<img src=\"%s\" alt=\"%s\">"
        .formatted(
            Html.data("image/png", SHEET.strip(example)),
            Html.escape(String.join(", ", new TreeSet<>(example.clips().keySet()))));
  }
}
