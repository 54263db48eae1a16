package org.sdvgen.host;

import java.util.Map;
import org.sdvgen.api.data.PixelClip;

/** Watches an evaluation. */
@FunctionalInterface
public interface EvaluationListener {
  /**
   * A clip was generated and scored.
   *
   * @param clip the clip
   */
  void scored(ScoredClip clip);

  /**
   * One clip of an evaluation.
   *
   * @param index which clip, from 0
   * @param count how many there are
   * @param sample the sample's name
   * @param reference the picture of the subject, at the clip's size
   * @param video the clip
   * @param scores its scores by name
   * @param seconds wall time of generating and scoring it
   */
  record ScoredClip(
      int index,
      int count,
      String sample,
      PixelClip reference,
      GeneratedVideo video,
      Map<String, Double> scores,
      double seconds) {}
}
