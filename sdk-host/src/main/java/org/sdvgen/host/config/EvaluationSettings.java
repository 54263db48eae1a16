package org.sdvgen.host.config;

import java.util.List;
import org.sdvgen.api.config.Setting;

/**
 * The extent of an evaluation; read from {@code evaluation.*}.
 *
 * @param samples how many of the evaluation's samples, from the first on
 * @param clipsPerSample clips of each sample, with different seeds
 * @param metrics names of the metrics, in their order
 */
public record EvaluationSettings(
    @Setting(
            doc = "Number of samples to evaluate, from the first on",
            defaultValue = "64",
            decidesResult = false)
        int samples,
    @Setting(
            doc = "Clips of each sample, with different seeds",
            defaultValue = "1",
            decidesResult = false)
        int clipsPerSample,
    @Setting(
            doc = "Metrics that score the clips, in order",
            defaultValue = "",
            decidesResult = false)
        List<String> metrics) {
  /** Copies the list and checks the ranges. */
  public EvaluationSettings {
    metrics = List.copyOf(metrics);
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be at least 1, not " + samples);
    }
    if (clipsPerSample < 1) {
      throw new IllegalArgumentException(
          "clips_per_sample must be at least 1, not " + clipsPerSample);
    }
  }
}
