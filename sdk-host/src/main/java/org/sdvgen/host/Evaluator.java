package org.sdvgen.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Generates the videos that {@code evaluation.*} describes and scores them. Used from one thread at
 * a time.
 *
 * <p>Deterministic: clip {@code i} is generated with seed {@code generate.seed + i}.
 */
public interface Evaluator {
  /**
   * Where the configured run keeps its results.
   *
   * @return {@code output_dir}
   */
  Path outputDir();

  /**
   * The adapter that the configured run has trained.
   *
   * @return the file; empty if there is none (yet)
   */
  Optional<Path> trainedAdapter();

  /**
   * How many clips every evaluation generates.
   *
   * @return samples times clips of each
   */
  int clips();

  /**
   * Generates and scores all clips.
   *
   * @param request the adapters and inputs to evaluate
   * @param listener is told of every clip, on the calling thread
   * @return the scores
   * @throws org.sdvgen.api.error.InputException if a file or a setting is at fault
   */
  EvaluationSummary evaluate(EvaluationRequest request, EvaluationListener listener);
}
