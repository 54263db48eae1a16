package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.backbone.SolverChoice;

/**
 * Asserts types, shapes and owners of a diffusion process's results.
 *
 * @param process the one that does the work
 */
record AssertingNoiseProcess(NoiseProcess process) implements NoiseProcess {
  @Override
  public NDArray timesteps(NDManager manager, double[] uniforms) {
    for (double uniform : uniforms) {
      Checks.require(uniform >= 0 && uniform < 1, () -> "no number in [0, 1): " + uniform);
    }
    NDArray timesteps = process.timesteps(manager, uniforms);
    Checks.fp32(timesteps, "timesteps");
    Checks.shape(timesteps, new Shape(uniforms.length), "timesteps");
    Checks.owner(timesteps, manager, "timesteps");
    return timesteps;
  }

  @Override
  public Corruption corrupt(NDArray clean, NDArray noise, NDArray timesteps) {
    Checks.fp32(clean, "clean latents");
    Checks.axes(clean, 5, "clean latents");
    Checks.fp32(noise, "noise");
    Checks.shape(noise, clean.getShape(), "noise");
    Corruption corruption =
        Checks.leaving(
            clean.getManager(), 3, "corrupt", () -> process.corrupt(clean, noise, timesteps));
    check(corruption.noisy(), clean.getShape(), clean.getManager(), "noisy latents");
    check(corruption.target(), clean.getShape(), clean.getManager(), "the target");
    check(
        corruption.weight(), new Shape(clean.getShape().get(0)), clean.getManager(), "the weight");
    return corruption;
  }

  private static void check(NDArray array, Shape shape, NDManager owner, String what) {
    Checks.fp32(array, what);
    Checks.shape(array, shape, what);
    Checks.owner(array, owner, what);
  }

  @Override
  public List<String> solvers() {
    return process.solvers();
  }

  @Override
  public Solver solver(SolverChoice choice) {
    return process.solver(choice);
  }
}
