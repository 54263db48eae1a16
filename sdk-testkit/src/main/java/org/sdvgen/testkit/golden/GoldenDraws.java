package org.sdvgen.testkit.golden;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/** Draws that are the stored tasks, timesteps and noise; all others are seeded. */
public final class GoldenDraws implements Draws {
  private final GoldenBatches batches;
  private final List<String> tasks;
  private final Purposes purposes;

  /**
   * The purposes, as the objectives and policies spell them, whose numbers are stored.
   *
   * @param track purpose of the track's number
   * @param timestep from which number a timestep is made
   * @param noise the noise that corrupts the target
   */
  public record Purposes(String track, String timestep, String noise) {}

  /**
   * Draws of a run.
   *
   * @param batches noise and timesteps of both tasks
   * @param tasks the task of every step, {@code motion} or {@code identity}
   * @param purposes the stored purposes
   */
  public GoldenDraws(GoldenBatches batches, List<String> tasks, Purposes purposes) {
    this.batches = batches;
    this.tasks = List.copyOf(tasks);
    this.purposes = purposes;
  }

  @Override
  public double[] uniforms(DrawKey key, int count) {
    if (isFor(key, purposes.track())) {
      // Below the probability the policy takes motion.
      return new double[] {task(key).equals("motion") ? 0 : 0.9};
    }
    if (isFor(key, purposes.timestep())) {
      double[] quantiles = batches.timestepQuantiles(task(key));
      return new double[] {quantiles[sample(key, quantiles.length)]};
    }
    return Draws.seeded().uniforms(key, count);
  }

  @Override
  public float[] normals(DrawKey key, int count) {
    if (!isFor(key, purposes.noise())) {
      return Draws.seeded().normals(key, count);
    }
    NDArray noise = batches.noise(task(key));
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
