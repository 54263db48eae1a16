package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Compares the gradients of two tracks along a run that has been trained (paper, section 4). */
public interface GradientAnalyzer {
  /**
   * Compares the gradients at the start and at every checkpoint that is there, then replaces the
   * run's file {@code analysis.jsonl} and its plots. At the same step the figures are those that
   * training itself has logged.
   *
   * @param listener is given every comparison, on the calling thread
   * @return the files that were written
   * @throws org.sdvgen.api.error.InputException if there is no checkpoint, one does not fit the
   *     configuration or a sample does not load; the old files are untouched then
   */
  List<Path> analyze(Consumer<GradientReport> listener);
}
