package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.CodecFitter;

/** Shows a codec's fit: a bar on a terminal, a line for every hundredth of the steps elsewhere. */
final class FitDisplay implements CodecFitter.Progress, AutoCloseable {
  private static final int LINES = 100;

  private final PrintWriter err;
  private final boolean watched;
  private final TaskBar bar = new TaskBar("fit");
  private final long started = System.nanoTime();
  private long first = -1;

  FitDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void advanced(CodecFitter.Advance advance) {
    if (first < 0) {
      first = advance.done() - 1;
    }
    if (watched) {
      bar.show(advance.done(), advance.of());
      return;
    }
    long every = Math.max(1, advance.of() / LINES);
    if (advance.done() % every == 0 || advance.done() == advance.of()) {
      double seconds = (System.nanoTime() - started) / 1e9;
      err.println(line(advance, seconds / (advance.done() - first)));
    }
  }

  /** One step in one line, the time left by the mean of the steps so far. */
  static String line(CodecFitter.Advance advance, double secondsPerStep) {
    return String.format(
        Locale.ROOT,
        "step %d/%d  %s%.2f s/it  ETA %s",
        advance.done(),
        advance.of(),
        figures(advance.figures()),
        secondsPerStep,
        Clock.format(secondsPerStep * (advance.of() - advance.done())));
  }

  private static String figures(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(figure -> String.format(Locale.ROOT, "%s %.3g  ", figure.getKey(), figure.getValue()))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    bar.close();
  }
}
