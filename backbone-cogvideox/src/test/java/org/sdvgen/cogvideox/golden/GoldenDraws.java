package org.sdvgen.cogvideox.golden;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.objectives.DrawPurposes;

/** Answers with the stored tasks, timesteps and noise; what changes nothing is seeded. */
final class GoldenDraws implements Draws {
  private final GoldenTensors tensors;
  private final List<String> tasks;
  private final int levels;

  /**
   * Draws of a run.
   *
   * @param tensors noise and timesteps of both tasks
   * @param tasks the task of every step
   * @param levels number of noise levels
   */
  GoldenDraws(GoldenTensors tensors, List<String> tasks, int levels) {
    this.tensors = tensors;
    this.tasks = List.copyOf(tasks);
    this.levels = levels;
  }

  @Override
  public double[] uniforms(DrawKey key, int count) {
    if (isFor(key, DrawPurposes.TRACK)) {
      // Below the probability the policy takes motion.
      return new double[] {tasks.get(Math.toIntExact(key.step())).equals("motion") ? 0 : 0.9};
    }
    if (isFor(key, DrawPurposes.TIMESTEP)) {
      long[] timesteps = tensors.get(task(key) + ".timestep").toLongArray();
      // The middle of the timestep's share of [0, 1).
      return new double[] {(timesteps[sample(key, timesteps.length)] + 0.5) / levels};
    }
    return Draws.seeded().uniforms(key, count);
  }

  @Override
  public float[] normals(DrawKey key, int count) {
    if (!isFor(key, DrawPurposes.NOISE)) {
      return Draws.seeded().normals(key, count);
    }
    NDArray noise = tensors.latents(task(key) + ".noise");
    int batch = Math.toIntExact(noise.getShape().get(0));
    int start = sample(key, batch) * count;
    return Arrays.copyOfRange(noise.toFloatArray(), start, start + count);
  }

  private static boolean isFor(DrawKey key, String purpose) {
    return key.purpose().endsWith("/" + purpose);
  }

  private String task(DrawKey key) {
    return tasks.get(Math.toIntExact(key.step()));
  }

  private static int sample(DrawKey key, int batch) {
    return Math.toIntExact(key.sample() % batch);
  }
}
