package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdvgen.api.backbone.CheckpointTools.WriteProgress;

/**
 * Shows how far large files are written: a bar on a terminal, a line for every twentieth elsewhere.
 * Ctrl-C ends the writing.
 */
final class WriteDisplay implements WriteProgress, AutoCloseable {
  private static final int LINES = 20;
  private static final long MEGABYTE = 1_000_000;

  private final PrintWriter err;
  private final boolean watched;
  private final TaskBar bar = new TaskBar("write MB");
  private final AtomicBoolean stop = new AtomicBoolean();
  private final StopSignal signal;
  private final long started = System.nanoTime();
  private long shown;

  WriteDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
    signal =
        new StopSignal(
            () -> stop.set(true), "Stopping; nothing is left of the unfinished folder.", err);
  }

  @Override
  public void written(long done, long of) {
    if (stop.get()) {
      throw new CancellationException("stopped from the keyboard");
    }
    if (watched) {
      bar.show(done / MEGABYTE, of / MEGABYTE);
    } else if (done * LINES / of > shown * LINES / of) {
      err.println(line(done, of, (System.nanoTime() - started) / 1e9));
    }
    shown = done;
  }

  /** The part of the bytes that is written, and the time left by the mean speed so far. */
  static String line(long done, long of, double seconds) {
    return String.format(
        Locale.ROOT,
        "%.1f of %.1f GB  %.0f MB/s  ETA %s",
        done / 1e9,
        of / 1e9,
        done / 1e6 / seconds,
        Clock.format(seconds * (of - done) / done));
  }

  @Override
  public void close() {
    bar.close();
    signal.close();
  }
}
