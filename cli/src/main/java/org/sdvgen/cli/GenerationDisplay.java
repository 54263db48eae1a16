package org.sdvgen.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.sdvgen.host.GenerationListener;

/** Shows denoising: a bar on a terminal, a line for every tenth of the steps elsewhere. */
final class GenerationDisplay implements GenerationListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean watched;
  private @Nullable ProgressBar bar;

  GenerationDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void denoised(Step step) {
    int done = step.index() + 1;
    if (!watched) {
      int every = Math.max(1, step.count() / 10);
      if (done % every == 0 || done == step.count()) {
        err.println("denoising step " + done + "/" + step.count());
      }
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("denoise")
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(step.count())
              .build();
    }
    bar.stepTo(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
