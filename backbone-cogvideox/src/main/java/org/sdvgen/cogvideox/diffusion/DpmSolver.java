package org.sdvgen.cogvideox.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.Solver;

/**
 * The stochastic DPM-Solver++ of second order (diffusers {@code CogVideoXDPMScheduler}): it
 * extrapolates the predicted clean latents from this step's and the last one's.
 */
final class DpmSolver implements Solver {
  private final TimestepGrid grid;
  private @Nullable NDArray last;

  DpmSolver(TimestepGrid grid) {
    this.grid = grid;
  }

  @Override
  public double[] timesteps() {
    return grid.asDoubles();
  }

  @Override
  public NDArray step(int index, NDArray latents, NDArray prediction, Supplier<NDArray> noise) {
    NDArray original = VPrediction.original(grid.alpha(index), latents, prediction);
    NDArray previous = last;
    NDArray first = noise.get();
    if (previous == null || grid.end(index) < 0) {
      NDArray next = advance(index, latents, original, first);
      first.close();
      remember(original);
      return next;
    }
    // diffusers draws again here and uses the second draw only; so do we, that a replay of its
    // draws meets the same numbers.
    first.close();
    double start = logSnr(grid.alpha(index));
    double ratio =
        (start - logSnr(grid.alpha(index - 1))) / (logSnr(grid.alphaAtEnd(index)) - start);
    try (NDArray second = noise.get();
        NDArray extrapolated = original.mul((float) (1 + 1 / (2 * ratio)));
        NDArray correction = previous.mul((float) (1 / (2 * ratio)))) {
      return advance(index, latents, extrapolated.subi(correction), second);
    } finally {
      remember(original);
    }
  }

  /** One step of the stochastic equation with given clean latents. */
  private NDArray advance(int index, NDArray latents, NDArray original, NDArray noise) {
    double alpha = grid.alpha(index);
    double next = grid.alphaAtEnd(index);
    double h = logSnr(next) - logSnr(alpha);
    double keep = Math.sqrt((1 - next) / (1 - alpha)) * Math.exp(-h);
    double add = -Math.expm1(-2 * h) * Math.sqrt(next);
    double fresh = Math.sqrt(1 - next) * Math.sqrt(1 - Math.exp(-2 * h));
    try (NDArray added = original.mul((float) add);
        NDArray noised = noise.mul((float) fresh)) {
      return latents.mul((float) keep).addi(added).addi(noised);
    }
  }

  /** Half the logarithm of signal over noise; infinite where either is zero. */
  private static double logSnr(double alpha) {
    return Math.log(Math.sqrt(alpha / (1 - alpha)));
  }

  private void remember(NDArray original) {
    close();
    original.detach();
    last = original;
  }

  @Override
  public void close() {
    if (last != null) {
      last.close();
      last = null;
    }
  }
}
