package org.sdvgen.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.sdvgen.api.backbone.AdapterTools.MergeProgress;

/** Shows a merge: a bar on a terminal, a line for every tenth of it elsewhere. */
final class MergeDisplay implements MergeProgress, AutoCloseable {
  private static final int LINES = 10;

  private final PrintWriter err;
  private final boolean watched;
  private final TaskBar bar = new TaskBar("merge");

  MergeDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void merged(int done, int of) {
    if (watched) {
      bar.show(done, of);
    } else if (done * LINES / of > (done - 1) * LINES / of) {
      err.printf(Locale.ROOT, "merge  weight %d/%d%n", done, of);
    }
  }

  @Override
  public void close() {
    bar.close();
  }
}
