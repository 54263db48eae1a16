package org.sdvgen.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.metric.ScoreInfo;

/**
 * The scores of an evaluation.
 *
 * @param request the adapters and inputs that were evaluated
 * @param scores every score over all clips
 * @param clips the clips' own scores
 * @param scoringSeconds wall time of scoring, generation not included
 */
public record EvaluationSummary(
    EvaluationRequest request, List<Score> scores, List<Clip> clips, double scoringSeconds) {
  /** Copies the lists. */
  public EvaluationSummary {
    scores = List.copyOf(scores);
    clips = List.copyOf(clips);
  }

  /**
   * Writes everything as one JSON object.
   *
   * @param file replaced only when the new one is whole
   * @throws org.sdvgen.api.error.InputException if it cannot be written
   */
  public void save(Path file) {
    EvaluationFile.write(file, this);
  }

  /**
   * One score over all clips that it counts for.
   *
   * @param info its name, unit and meaning
   * @param value the clips' score; empty if it counted for no clip
   * @param chance the score of clips that know nothing of their sample, on the same samples; empty
   *     if the metric does not know
   * @param ceiling the score of perfect clips, on the same samples; empty if the metric does not
   *     know
   */
  public record Score(
      ScoreInfo info,
      Optional<Statistic> value,
      Optional<Statistic> chance,
      Optional<Statistic> ceiling) {}

  /**
   * A mean over clips.
   *
   * @param mean the mean
   * @param standardError the mean's standard error; 0 for a single clip
   * @param count how many clips
   */
  public record Statistic(double mean, double standardError, int count) {}

  /**
   * One clip.
   *
   * @param sample the sample's name
   * @param prompt the prompt as the model read it
   * @param seed the seed that gives the clip again
   * @param scores its scores by name
   */
  public record Clip(String sample, String prompt, long seed, Map<String, Double> scores) {}
}
