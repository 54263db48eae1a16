package org.sdvgen.host.config;

import org.sdvgen.api.config.Setting;

/**
 * How much to evaluate; read from {@code evaluation.*}.
 *
 * @param samples how many of the evaluation's samples, from the first on
 * @param clipsPerSample clips of each sample, with different seeds
 */
public record EvaluationSettings(
    @Setting(doc = "How many samples are evaluated, from the first on", defaultValue = "64")
        int samples,
    @Setting(doc = "Clips of each sample, with different seeds", defaultValue = "1")
        int clipsPerSample) {
  /** Checks the ranges. */
  public EvaluationSettings {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be at least 1, not " + samples);
    }
    if (clipsPerSample < 1) {
      throw new IllegalArgumentException(
          "clips_per_sample must be at least 1, not " + clipsPerSample);
    }
  }
}
