package org.sdvgen.cogvideox.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.Solver;

/** The deterministic DDIM solver (diffusers {@code CogVideoXDDIMScheduler}). */
final class DdimSolver implements Solver {
  private final TimestepGrid grid;

  DdimSolver(TimestepGrid grid) {
    this.grid = grid;
  }

  @Override
  public double[] timesteps() {
    return grid.asDoubles();
  }

  @Override
  public NDArray step(int index, NDArray latents, NDArray prediction, Supplier<NDArray> noise) {
    double alpha = grid.alpha(index);
    double next = grid.alphaAtEnd(index);
    double keep = Math.sqrt((1 - next) / (1 - alpha));
    double add = Math.sqrt(next) - Math.sqrt(alpha) * keep;
    try (NDArray original = VPrediction.original(alpha, latents, prediction);
        NDArray added = original.mul((float) add)) {
      return latents.mul((float) keep).addi(added);
    }
  }

  @Override
  public void close() {
    // DDIM has no history.
  }
}
