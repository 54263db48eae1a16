package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.testkit.golden.GoldenBatches;

/**
 * The two batches of the training case.
 *
 * @param tensors latents, noise, timesteps and embeddings of both tasks
 * @param levels number of noise levels
 */
record TrainingBatches(CogVideoXTensors tensors, int levels) implements GoldenBatches {
  @Override
  public NDArray latents(String task) {
    return tensors.latents(task + ".latents");
  }

  @Override
  public NDArray referenceLatents(String task) {
    return tensors.latents(task + ".reference_latents");
  }

  @Override
  public NDArray noise(String task) {
    return tensors.latents(task + ".noise");
  }

  /** The middle of each timestep's share of [0, 1). */
  @Override
  public double[] timestepQuantiles(String task) {
    return Arrays.stream(tensors.get(task + ".timestep").toLongArray())
        .mapToDouble(timestep -> (timestep + 0.5) / levels)
        .toArray();
  }

  @Override
  public TextBundle text(String task) {
    return tensors.text(task + ".encoder_hidden_states");
  }
}
