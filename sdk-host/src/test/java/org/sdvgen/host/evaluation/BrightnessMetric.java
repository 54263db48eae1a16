package org.sdvgen.host.evaluation;

import java.util.List;
import java.util.Map;
import org.sdvgen.api.data.ClipRequest;
import org.sdvgen.api.data.EvaluationSample;
import org.sdvgen.api.metric.EvaluatedClip;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.metric.ScoreInfo;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.testkit.FakePlugin.NoSettings;

/** The mean of a clip's values; and, for clips with a reference only, that reference's. */
final class BrightnessMetric implements Metric {
  /** Brings the metric. */
  static final class Provider implements Plugin {
    @Override
    public List<ComponentFactory<?, ? extends Metric>> metrics() {
      return List.of(
          ComponentFactory.of(
              "brightness",
              "Means of pixels, for tests",
              NoSettings.class,
              (config, context) -> new BrightnessMetric()));
    }
  }

  @Override
  public List<ScoreInfo> scores() {
    return List.of(
        new ScoreInfo("brightness", "", "Mean of the clip"),
        new ScoreInfo("reference_brightness", "", "Mean of the reference"));
  }

  @Override
  public Map<String, Double> score(EvaluatedClip clip) {
    double brightness = mean(clip.clip().values());
    return clip.reference()
        .map(
            reference ->
                Map.of("brightness", brightness, "reference_brightness", mean(reference.values())))
        .orElse(Map.of("brightness", brightness));
  }

  @Override
  public Map<String, Double> ceiling(EvaluationSample sample, ClipRequest shape) {
    return Map.of("brightness", 1.0);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
