package org.sdvgen.api.metric;

import java.util.List;
import java.util.Map;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.EvaluationSample;

/**
 * Measures generated videos, one at a time, so that an evaluation holds one clip in memory however
 * many there are. Scores are averaged over clips by the host. A pure function of what it is given.
 *
 * <p>Where it can, a metric also gives the score of a perfect clip and that of a clip unrelated to
 * the sample, because a score alone says little.
 */
public interface Metric extends AutoCloseable {
  /**
   * The kind of sample that this metric takes.
   *
   * @return {@link EvaluationSample} unless the metric needs to know more, such as the true scene
   */
  default Class<? extends EvaluationSample> sampleType() {
    return EvaluationSample.class;
  }

  /**
   * The scores that this metric gives.
   *
   * @return at least one, in the order of tables
   */
  List<ScoreInfo> scores();

  /**
   * Scores a clip.
   *
   * @param clip a clip for a sample of {@link #sampleType}
   * @return values by the names of {@link #scores}; a score that the clip has no part in, such as
   *     drift where movement was asked for, is left out
   */
  Map<String, Double> score(EvaluatedClip clip);

  /**
   * The score of a perfect clip of this sample.
   *
   * @param sample a sample of {@link #sampleType}
   * @param shape size, length and rate of the evaluation's clips
   * @return values as {@link #score} gives them; empty if perfection is not known
   */
  default Map<String, Double> ceiling(EvaluationSample sample, ClipRequest shape) {
    return Map.of();
  }

  /**
   * The score of a good clip that was generated without knowing this sample.
   *
   * @param sample a sample of {@link #sampleType}
   * @param shape size, length and rate of the evaluation's clips
   * @return values as {@link #score} gives them; empty if chance is not known
   */
  default Map<String, Double> chance(EvaluationSample sample, ClipRequest shape) {
    return Map.of();
  }

  /** Frees what the metric holds, such as a model. */
  @Override
  default void close() {}
}
