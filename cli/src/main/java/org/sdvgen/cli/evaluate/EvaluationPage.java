package org.sdvgen.cli.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.host.EvaluationListener.ScoredClip;
import org.sdvgen.host.EvaluationSummary;
import org.sdvgen.host.page.Html;
import org.sdvgen.host.page.HtmlPage;
import org.sdvgen.host.page.Pictures;

/**
 * One page that shows an evaluation and needs no other file: the first clips play in it, beside
 * their references. The clips are also kept as files, below the page's folder.
 */
public final class EvaluationPage {
  /** How many clips are shown; more would make the page slow. */
  private static final int SHOWN = 24;

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
   * @throws org.sdvgen.api.error.InputException if its files cannot be written
   */
  public void add(ScoredClip clip) {
    if (figures.size() == SHOWN) {
      return;
    }
    Path clips = folder.resolve("evaluation");
    String name = String.format(Locale.ROOT, "%03d", clip.index());
    Path reference = clips.resolve(name + "-reference.png");
    Path video = clips.resolve(name + ".mp4");
    Pictures.save(reference, clip.reference());
    clip.video().saveVideo(video);
    figures.add(
        "<figure>%s %s<figcaption><b>%s</b><small>%s</small></figcaption></figure>"
            .formatted(
                Html.image("reference", reference),
                Html.video(video),
                Html.escape(clip.video().prompt()),
                scores(clip.scores())));
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
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public Path write(EvaluationSummary summary) {
    Path file = folder.resolve("evaluation.html");
    new HtmlPage(EvaluationPage.class, "evaluation.html")
        .put("count", String.valueOf(summary.clips().size()))
        .text("adapters", adapters(summary.request().adapters()))
        .put(
            "references",
            summary.request().withReference() ? "with references" : "without references")
        .put("scores", ScoreTable.html(summary.scores()))
        .put("shown", String.valueOf(figures.size()))
        .put("clips", String.join("\n", figures))
        .write(file);
    return file;
  }

  private static String adapters(List<AdapterUse> adapters) {
    return adapters.isEmpty()
        ? "no adapter"
        : adapters.stream()
            .map(AdapterUse::toString)
            .collect(Collectors.joining(", ", adapters.size() > 1 ? "adapters " : "adapter ", ""));
  }
}
