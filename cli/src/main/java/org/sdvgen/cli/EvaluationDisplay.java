package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.EvaluationListener;

/** Shows an evaluation: a bar on a terminal, a line for every clip elsewhere. */
final class EvaluationDisplay implements EvaluationListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean watched;
  private double seconds;
  private @Nullable ProgressBar bar;

  EvaluationDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void scored(ScoredClip clip) {
    seconds += clip.seconds();
    if (watched) {
      bar(clip.count()).stepTo(clip.index() + 1);
    } else {
      err.println(line(clip, seconds));
    }
  }

  /** One clip in one line, the time left by the mean of the clips so far. */
  static String line(ScoredClip clip, double seconds) {
    int done = clip.index() + 1;
    return String.format(
        Locale.ROOT,
        "clip %d/%d  %s  %.1f s  ETA %s",
        done,
        clip.count(),
        scores(clip.scores()),
        clip.seconds(),
        Clock.format(seconds / done * (clip.count() - done)));
  }

  private static String scores(Map<String, Double> scores) {
    return scores.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(score -> String.format(Locale.ROOT, "%s %.4g", score.getKey(), score.getValue()))
        .collect(Collectors.joining(", "));
  }

  private ProgressBar bar(int count) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("evaluate")
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(count)
              .build();
    }
    return bar;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
