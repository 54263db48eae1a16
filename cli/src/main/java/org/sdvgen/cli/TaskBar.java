package org.sdvgen.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for one task on a terminal; it appears with the first step. */
final class TaskBar implements AutoCloseable {
  private final String task;
  private @Nullable ProgressBar bar;

  TaskBar(String task) {
    this.task = task;
  }

  /**
   * Draws how far the task is.
   *
   * @param done steps so far
   * @param of all steps, the same at every call
   */
  void show(long done, long of) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(of)
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
