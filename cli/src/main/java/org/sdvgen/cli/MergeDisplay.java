package org.sdvgen.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.AdapterTools.MergeProgress;

/** Shows a merge: a bar on a terminal, a line for every tenth of it elsewhere. */
final class MergeDisplay implements MergeProgress, AutoCloseable {
  private static final int LINES = 10;

  private final PrintWriter err;
  private final boolean watched;
  private @Nullable ProgressBar bar;

  MergeDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void merged(int done, int of) {
    if (watched) {
      bar(of).stepTo(done);
    } else if (done * LINES / of > (done - 1) * LINES / of) {
      err.printf("merge  weight %d/%d%n", done, of);
    }
  }

  private ProgressBar bar(int count) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("merge")
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
