package org.sdvgen.cogvideox.diffusion;

import java.util.List;
import java.util.stream.IntStream;
import org.sdvgen.cogvideox.checkpoint.SchedulerConfig;

/** How much of the signal is left at every noise level, in float64 as diffusers computes it. */
public final class NoiseSchedule {
  private final double[] alphasCumprod;
  private final double beyondFirst;

  /**
   * Computes the schedule: betas linear in their square roots, shifted in signal-to-noise ratio and
   * rescaled so that the last level is pure noise.
   *
   * @param config its numbers
   */
  public NoiseSchedule(SchedulerConfig config) {
    alphasCumprod = scaledLinear(config);
    double shift = config.snrShiftScale();
    for (int i = 0; i < alphasCumprod.length; i++) {
      alphasCumprod[i] = alphasCumprod[i] / (shift + (1 - shift) * alphasCumprod[i]);
    }
    if (config.rescaleBetasZeroSnr()) {
      rescaleToZeroTerminalSnr();
    }
    beyondFirst = config.setAlphaToOne() ? 1 : alphasCumprod[0];
  }

  private static double[] scaledLinear(SchedulerConfig config) {
    int count = config.numTrainTimesteps();
    double first = Math.sqrt(config.betaStart());
    double last = Math.sqrt(config.betaEnd());
    double[] products = new double[count];
    double product = 1;
    for (int i = 0; i < count; i++) {
      double root = count == 1 ? first : first + (last - first) * i / (count - 1);
      product *= 1 - root * root;
      products[i] = product;
    }
    return products;
  }

  /** Shifts and stretches the square roots so that the last is 0 and the first stays. */
  private void rescaleToZeroTerminalSnr() {
    double first = Math.sqrt(alphasCumprod[0]);
    double last = Math.sqrt(alphasCumprod[alphasCumprod.length - 1]);
    for (int i = 0; i < alphasCumprod.length; i++) {
      double root = (Math.sqrt(alphasCumprod[i]) - last) * (first / (first - last));
      alphasCumprod[i] = root * root;
    }
  }

  /** Returns the number of noise levels. */
  public int levels() {
    return alphasCumprod.length;
  }

  /**
   * Returns the share of the signal's variance at a level.
   *
   * @param timestep 0 for the least noise; below 0 for the level beyond it
   */
  public double alphaCumprod(int timestep) {
    return timestep < 0 ? beyondFirst : alphasCumprod[timestep];
  }

  /**
   * The timesteps of a generation, spaced "trailing": from the last level down in equal strides.
   *
   * @param steps number of steps, at most {@link #levels}
   */
  public List<Integer> timesteps(int steps) {
    double stride = (double) levels() / steps;
    // Math.rint rounds half to even, as numpy does.
    return IntStream.range(0, steps)
        .mapToObj(i -> (int) Math.rint(levels() - i * stride) - 1)
        .toList();
  }
}
