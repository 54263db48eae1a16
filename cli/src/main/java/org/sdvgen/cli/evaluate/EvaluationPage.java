package org.sdvgen.cli.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.Pictures;

/**
 * One page that shows an evaluation and needs no other file: the first clips play in it, beside
 * their references. The clips are also kept as files, below the page's folder.
 */
public final class EvaluationPage {
  /** How many clips are shown; more would make the page slow. */
  private static final int SHOWN = 24;

  private static final String STYLE =
      "body{font:16px/1.5 sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;color:#222}"
          + "img,video{image-rendering:pixelated;border:1px solid #ccc}"
          + "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em}"
          + "figure{display:inline-block;width:300px;vertical-align:top;margin:0 1em 1em 0}"
          + "figcaption{font-size:13px}";

  private final Path folder;
  private final List<String> figures = new ArrayList<>();

  /**
   * A page without clips.
   *
   * @param folder takes the page, and the clips in a folder of their own
   */
  public EvaluationPage(Path folder) {
    this.folder = folder;
  }

  /**
   * Adds a clip, if it is one of the first.
   *
   * @param clip the clip with its scores
   * @throws InputException if its files cannot be written
   */
  public void add(ScoredClip clip) {
    if (figures.size() == SHOWN) {
      return;
    }
    Path clips = folder.resolve("evaluation");
    String name = String.format(Locale.ROOT, "%03d", clip.index());
    Path reference = clips.resolve(name + "-reference.png");
    Path video = clips.resolve(name + ".mp4");
    try {
      Files.createDirectories(clips);
      Pictures.save(reference, clip.reference());
      clip.video().saveVideo(video);
      figures.add(figure(clip, reference, video));
    } catch (IOException e) {
      throw new InputException(clips + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static String figure(ScoredClip clip, Path reference, Path video) throws IOException {
    return """
    <figure><img src="%s" width="140" alt="reference"> <video src="%s" width="140" autoplay loop
    muted></video><figcaption><b>%s</b><br>%s</figcaption></figure>
    """
        .formatted(
            Html.data("image/png", reference),
            Html.data("video/mp4", video),
            Html.escape(clip.video().prompt()),
            scores(clip.scores()));
  }

  private static String scores(Map<String, Double> scores) {
    return scores.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> String.format(Locale.ROOT, "%s %.3g", entry.getKey(), entry.getValue()))
        .map(Html::escape)
        .collect(Collectors.joining(", "));
  }

  /**
   * Writes the page.
   *
   * @param summary the scores over all clips
   * @return the page's file
   * @throws InputException if it cannot be written
   */
  public Path write(EvaluationSummary summary) {
    Path file = folder.resolve("evaluation.html");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, html(summary));
    } catch (IOException e) {
      throw new InputException(file + " cannot be written: " + e.getMessage(), e);
    }
    return file;
  }

  private static String adapters(List<AdapterUse> adapters) {
    return adapters.isEmpty()
        ? "no adapter"
        : adapters.stream()
            .map(AdapterUse::toString)
            .collect(Collectors.joining(", ", adapters.size() > 1 ? "adapters " : "adapter ", ""));
  }

  private String html(EvaluationSummary summary) {
    return String.format(
        Locale.ROOT,
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>sdvgen evaluation</title>
        <style>%s</style></head><body>
        <h1>Evaluation</h1>
        <p>%d clips, %s, %s. Chance is what clips score that know nothing of their sample, ceiling
        what perfect ones score, both measured on the same samples.</p>
        %s
        <h2>Clips</h2>
        <p>The first %d: the reference, and the clip that was generated from it and the prompt.</p>
        %s
        </body></html>
        """,
        STYLE,
        summary.clips().size(),
        Html.escape(adapters(summary.request().adapters())),
        summary.request().withReference() ? "with references" : "without references",
        ScoreTable.html(summary.scores()),
        figures.size(),
        String.join("", figures));
  }
}
