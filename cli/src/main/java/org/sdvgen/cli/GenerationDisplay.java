package org.sdvgen.cli;

import java.io.PrintWriter;
import org.sdvgen.host.GenerationListener;

/** Shows denoising: a bar on a terminal, a line for every tenth of the steps elsewhere. */
final class GenerationDisplay implements GenerationListener, AutoCloseable {
  private final PrintWriter err;
  private final boolean watched;
  private final TaskBar bar = new TaskBar("denoise");

  GenerationDisplay(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  @Override
  public void denoised(Step step) {
    int done = step.index() + 1;
    if (watched) {
      bar.show(done, step.count());
      return;
    }
    int every = Math.max(1, step.count() / 10);
    if (done % every == 0 || done == step.count()) {
      err.println("denoising step " + done + "/" + step.count());
    }
  }

  @Override
  public void close() {
    bar.close();
  }
}
