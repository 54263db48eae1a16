package org.sdvgen.data.toyworld.metric;

import java.util.Map;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.metric.EvaluatedClip;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.data.toyworld.ToyRenderer;
import org.sdvgen.data.toyworld.ToySubjectVideo;

/**
 * A metric with access to the true scene. Its ceiling is the score of the asked scene as the world
 * draws it, its chance the score of an unrelated scene: both are measured, none is assumed.
 */
abstract class ToyMetric implements Metric {
  @Override
  public final Class<ToySubjectVideo> sampleType() {
    return ToySubjectVideo.class;
  }

  @Override
  public final Map<String, Double> score(EvaluatedClip clip) {
    return score((ToySubjectVideo) clip.sample(), clip.clip());
  }

  @Override
  public final Map<String, Double> ceiling(EvaluationSample sample, ClipRequest shape) {
    ToySubjectVideo truth = (ToySubjectVideo) sample;
    return score(truth, ToyRenderer.draw(truth.asked(), shape.view(), shape.frames()));
  }

  @Override
  public final Map<String, Double> chance(EvaluationSample sample, ClipRequest shape) {
    ToySubjectVideo truth = (ToySubjectVideo) sample;
    return score(truth, ToyRenderer.draw(truth.unrelated(), shape.view(), shape.frames()));
  }

  /** Scores a clip for a sample. */
  abstract Map<String, Double> score(ToySubjectVideo sample, PixelClip clip);

  /** A hit as a share: 1 or 0. */
  static double share(boolean hit) {
    return hit ? 1 : 0;
  }
}
