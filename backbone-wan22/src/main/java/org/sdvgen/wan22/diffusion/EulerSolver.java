package org.sdvgen.wan22.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.sdvgen.api.backbone.Solver;

/** Follows the predicted flow by straight steps (diffusers FlowMatchEulerDiscreteScheduler). */
final class EulerSolver implements Solver {
  private final NoiseLevels levels;

  EulerSolver(NoiseLevels levels) {
    this.levels = levels;
  }

  @Override
  public double[] timesteps() {
    return levels.timestepArray();
  }

  @Override
  public NDArray step(int index, NDArray latents, NDArray prediction, Supplier<NDArray> noise) {
    double stride = levels.sigma(index + 1) - levels.sigma(index);
    NDArray change = latents.duplicate();
    return change.addi(prediction.mul((float) stride));
  }

  @Override
  public void close() {
    // Euler has no history.
  }
}
