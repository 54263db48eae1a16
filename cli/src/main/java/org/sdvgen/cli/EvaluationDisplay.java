package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdvgen.host.EvaluationListener;

/** Shows an evaluation: a bar on a terminal, a line for every clip elsewhere. */
final class EvaluationDisplay implements EvaluationListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean watched;
  private double seconds;
  private final TaskBar bar = new TaskBar("evaluate");

  EvaluationDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void scored(ScoredClip clip) {
    seconds += clip.seconds();
    if (watched) {
      bar.show(clip.index() + 1, clip.count());
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

  @Override
  public void close() {
    bar.close();
  }
}
