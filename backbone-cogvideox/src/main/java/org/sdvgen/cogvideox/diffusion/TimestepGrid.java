package org.sdvgen.cogvideox.diffusion;

import java.util.List;

/**
 * The timesteps of one generation and the noise levels before and after each step.
 *
 * @param schedule the noise levels
 * @param timesteps from noisy to clean
 */
record TimestepGrid(NoiseSchedule schedule, List<Integer> timesteps) {
  /** Copies the list. */
  TimestepGrid {
    timesteps = List.copyOf(timesteps);
  }

  static TimestepGrid of(NoiseSchedule schedule, int steps) {
    return new TimestepGrid(schedule, schedule.timesteps(steps));
  }

  /**
   * Where a step ends: a whole stride of {@code levels / steps} below its start, which is not
   * always the next timestep of the list, and below 0 at the end.
   */
  int end(int index) {
    return timesteps.get(index) - schedule.levels() / timesteps.size();
  }

  /** Returns the share of the signal's variance where a step begins. */
  double alpha(int index) {
    return schedule.alphaCumprod(timesteps.get(index));
  }

  /** Returns the share of the signal's variance where a step ends. */
  double alphaAtEnd(int index) {
    return schedule.alphaCumprod(end(index));
  }

  double[] asDoubles() {
    return timesteps.stream().mapToDouble(Integer::doubleValue).toArray();
  }
}
