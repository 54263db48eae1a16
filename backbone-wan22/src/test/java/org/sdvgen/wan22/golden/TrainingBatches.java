package org.sdvgen.wan22.golden;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.runtime.text.T5TextEncoder;
import org.sdvgen.testkit.golden.GoldenBatches;
import org.sdvgen.testkit.golden.GoldenTensors;

/**
 * The two batches of the training case.
 *
 * @param tensors latents, noise, noise levels and embeddings of both tasks
 * @param shift the schedule's, through which uniform numbers become noise levels
 */
record TrainingBatches(GoldenTensors tensors, double shift) implements GoldenBatches {
  @Override
  public NDArray latents(String task) {
    return tensors.get(task + ".x0");
  }

  @Override
  public NDArray referenceLatents(String task) {
    return tensors.get(task + ".ref");
  }

  @Override
  public NDArray noise(String task) {
    return tensors.get(task + ".noise");
  }

  /** Solves sigma = s u / (1 + (s - 1) u) for u. */
  @Override
  public double[] timestepQuantiles(String task) {
    float[] sigmas = tensors.get(task + ".sigma").toFloatArray();
    double[] quantiles = new double[sigmas.length];
    for (int i = 0; i < sigmas.length; i++) {
      quantiles[i] = sigmas[i] / (shift - (shift - 1) * sigmas[i]);
    }
    return quantiles;
  }

  @Override
  public TextBundle text(String task) {
    return new TextBundle(Map.of(T5TextEncoder.EMBEDDINGS, tensors.get(task + ".text")));
  }
}
