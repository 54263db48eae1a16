package org.sdvgen.wan22.diffusion;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The noise levels sigma of one generation, from noisy to clean: latents are {@code (1 - sigma) x +
 * sigma e}.
 *
 * @param sigmas where every step begins, and 0 where the last one ends; rounded to fp32 as
 *     diffusers stores them
 * @param timesteps inputs of the denoiser, one per step
 */
public record NoiseLevels(List<Double> sigmas, List<Double> timesteps) {
  /** UniPC divides by the share of the signal, which must not be zero. */
  private static final double LEAST_SIGNAL = 1e-6;

  /** Copies the lists. */
  public NoiseLevels {
    sigmas = List.copyOf(sigmas);
    timesteps = List.copyOf(timesteps);
  }

  /**
   * Moves a level towards noise: {@code s t / (1 + (s - 1) t)}.
   *
   * @param level in [0, 1]
   * @param shift above 0; 1 leaves levels as they are
   * @return the moved level, in [0, 1]
   */
  static double shifted(double level, double shift) {
    return shift * level / (1 + (shift - 1) * level);
  }

  /**
   * The levels of UniPC (diffusers {@code UniPCMultistepScheduler} with flow sigmas): equal strides
   * from 1 towards the least level of training, then shifted. The denoiser gets whole timesteps.
   *
   * @param steps number of steps
   * @param shift of the schedule
   * @param trainTimesteps timestep of pure noise
   * @return the levels
   */
  public static NoiseLevels uniPc(int steps, double shift, int trainTimesteps) {
    double[] moved =
        spaced(1, 1.0 / trainTimesteps, steps, steps)
            .map(level -> Math.min(shifted(level, shift), 1 - LEAST_SIGNAL))
            .toArray();
    return of(moved, DoubleStream.of(moved).map(sigma -> Math.floor(sigma * trainTimesteps)));
  }

  /**
   * The levels of the Euler solver (diffusers {@code FlowMatchEulerDiscreteScheduler}): equal
   * strides between the greatest and the least level of training, which are moved already, then
   * moved once more.
   *
   * @param steps number of steps
   * @param shift of the schedule
   * @param trainTimesteps timestep of pure noise
   * @return the levels
   */
  public static NoiseLevels euler(int steps, double shift, int trainTimesteps) {
    double least = (float) shifted(1.0 / trainTimesteps, shift);
    List<Double> levels = spaced(1, least, steps, steps - 1).boxed().toList();
    return euler(levels, shift, trainTimesteps);
  }

  /**
   * The levels of the Euler solver by given levels.
   *
   * @param levels one per step, before they are moved
   * @param shift of the schedule
   * @param trainTimesteps timestep of pure noise
   * @return the levels
   */
  public static NoiseLevels euler(List<Double> levels, double shift, int trainTimesteps) {
    double[] moved = levels.stream().mapToDouble(level -> shifted(level, shift)).toArray();
    return of(moved, DoubleStream.of(moved).map(sigma -> (float) sigma * trainTimesteps));
  }

  /** The first {@code count} numbers of those that cut a range into equal strides. */
  private static DoubleStream spaced(double first, double last, int count, int strides) {
    return IntStream.range(0, count)
        .mapToDouble(i -> i == 0 ? first : first + (last - first) * i / strides);
  }

  private static NoiseLevels of(double[] starts, DoubleStream timesteps) {
    return new NoiseLevels(
        DoubleStream.concat(DoubleStream.of(starts), DoubleStream.of(0))
            .map(sigma -> (float) sigma)
            .boxed()
            .toList(),
        timesteps.boxed().toList());
  }

  /** Returns the level where a step begins; that of the step after the last one is 0. */
  double sigma(int step) {
    return sigmas.get(step);
  }

  /** Returns the number of steps. */
  int steps() {
    return timesteps.size();
  }

  double[] timestepArray() {
    return timesteps.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
