package org.sdvgen.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows a long job that has several parts, with the time left for the part and for the whole: a bar
 * for every part on a terminal, a line for every tenth of it elsewhere. The whole consists of
 * training steps and of clips, each kind with a pace of its own.
 */
final class DemoProgress implements AutoCloseable {
  private static final int LINES_PER_PART = 10;

  private final PrintWriter err;
  private final boolean watched;
  private final LongSupplier nanoTime;
  private final Work steps;
  private final Work clips;
  private Part part = new Part("", 0, 0);
  private long last;
  private @Nullable ProgressBar bar;

  /**
   * A job that has not begun.
   *
   * @param err takes the lines
   * @param watched whether a terminal shows them
   * @param nanoTime a clock in nanoseconds
   * @param steps training steps to take in all parts together
   * @param clips clips to generate in all parts together
   */
  DemoProgress(PrintWriter err, boolean watched, LongSupplier nanoTime, long steps, long clips) {
    this.err = err;
    this.watched = watched;
    this.nanoTime = nanoTime;
    this.steps = new Work(steps);
    this.clips = new Work(clips);
  }

  /**
   * Begins a part; one that is done already is skipped.
   *
   * @param name the task
   * @param first how much of it was done before
   * @param count how much there is, the done included
   */
  void begin(String name, long first, long count) {
    close();
    part = new Part(name, first, count);
    last = nanoTime.getAsLong();
    if (part.left() > 0 && watched) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(count)
              .startsFrom(first, Duration.ZERO)
              .build();
    } else if (part.left() > 0) {
      err.printf(Locale.ROOT, "%s: %d to do%n", name, part.left());
    }
  }

  /**
   * A training step of the part was taken.
   *
   * @param done how many are done, those before included
   * @param figures its figures, as text
   */
  void stepTaken(long done, Object figures) {
    advance(steps, done, figures + "  ");
  }

  /**
   * A clip of the part was generated.
   *
   * @param done how many are done
   */
  void clipGenerated(long done) {
    advance(clips, done, "");
  }

  private void advance(Work work, long done, String figures) {
    long now = nanoTime.getAsLong();
    work.oneMore((now - last) / 1e9);
    part.oneMore((now - last) / 1e9);
    last = now;
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(" demo " + Clock.format(secondsLeft()));
    } else if (part.isWorthALine(done)) {
      err.println(line(done, figures));
    }
  }

  private String line(long done, String figures) {
    return String.format(
        Locale.ROOT,
        "%s %d/%d  %sETA %s, of the demo %s",
        part.name,
        done,
        part.count,
        figures,
        Clock.format((part.count - done) * part.pace()),
        Clock.format(secondsLeft()));
  }

  /** Until a kind of work has been timed, a piece of it counts like one of the other kind. */
  private double secondsLeft() {
    double step = steps.done > 0 ? steps.pace() : clips.pace();
    double clip = clips.done > 0 ? clips.pace() : steps.pace();
    return steps.left() * step + clips.left() * clip;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Equal pieces of work. */
  private static class Work {
    private final long total;
    private long done;
    private double seconds;

    Work(long total) {
      this.total = total;
    }

    void oneMore(double took) {
      done++;
      seconds += took;
    }

    long left() {
      return total - done;
    }

    double pace() {
      return seconds / done;
    }
  }

  /** The work that the bar or the lines are about. */
  private static final class Part extends Work {
    private final String name;
    private final long count;

    Part(String name, long first, long count) {
      super(count - first);
      this.name = name;
      this.count = count;
    }

    boolean isWorthALine(long done) {
      return done == count || done % Math.max(1, count / LINES_PER_PART) == 0;
    }
  }
}
