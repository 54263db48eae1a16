package org.sdvgen.cli.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sdvgen.api.objective.Example;
import org.sdvgen.cli.ShapeWords;
import org.sdvgen.host.InspectedSample;
import org.sdvgen.host.InspectedTrack;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.HtmlPage;
import org.sdvgen.host.page.SampleSheet;

/**
 * One page, and one picture, of the samples of a run.
 *
 * @param tracks the run's tracks with their first samples
 * @param said the notices while the data were opened: samples skipped, fitted, assumed
 */
public record InspectionPage(List<InspectedTrack> tracks, List<String> said) {
  private static final SampleSheet SHEET = new SampleSheet(7, 160);

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
   * @throws org.sdvgen.api.error.InputException if they cannot be written
   */
  public List<Path> write(Path folder) {
    Path page = folder.resolve("data.html");
    new HtmlPage(InspectionPage.class, "data.html")
        .put("tracks", tracks.stream().map(InspectionPage::track).collect(Collectors.joining()))
        .put("notes", said.isEmpty() ? "<p>None: every sample can be used as it is.</p>" : notes())
        .write(page);
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

  private String notes() {
    return said.stream()
        .map(note -> "<li>" + Html.escape(note) + "</li>")
        .collect(Collectors.joining("\n", "<ul>", "</ul>"));
  }

  private static String track(InspectedTrack track) {
    return String.format(
        Locale.ROOT,
        """
        <section>
        <h2>Track %s</h2>
        <p>%d samples%s, read as %s, %d in a step. The first %d in the order of training:</p>
        <div class="figures">%s</div>
        </section>
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
    <figure%s>%s<figcaption>%s<small>%s %s</small></figcaption></figure>
    """
        .formatted(
            sample.example().isPresent() ? "" : " class=\"missing\"",
            sample.example().map(InspectionPage::picture).orElse(""),
            sample
                .example()
                .map(example -> Html.escape(example.prompt()))
                .orElse("<span class=\"problem\">" + Html.escape(sample.problem()) + "</span>"),
            Html.escape(sample.id()),
            files);
  }

  private static String picture(Example example) {
    return Html.image(
        String.join(", ", new TreeSet<>(example.clips().keySet())), SHEET.strip(example));
  }
}
