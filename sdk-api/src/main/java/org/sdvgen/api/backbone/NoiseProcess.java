package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** A diffusion or flow process: corruption of latents, training target and sampling. */
public interface NoiseProcess {
  /**
   * Training timesteps.
   *
   * @param manager owns the result
   * @param uniforms one number in [0, 1) per sample
   * @return (B), fp32, in the process's own units; increasing in the uniforms
   */
  NDArray timesteps(NDManager manager, double[] uniforms);

  /**
   * Corrupts clean latents and computes the denoiser's target.
   *
   * @param clean (B, c, f, h, w), normalised
   * @param noise standard normal, (B, c, f, h, w)
   * @param timesteps (B)
   * @return noisy latents, target and loss weight
   */
  Corruption corrupt(NDArray clean, NDArray noise, NDArray timesteps);

  /**
   * The solvers that this process can be sampled with; the first is the default.
   *
   * @return their names
   */
  List<String> solvers();

  /**
   * A solver for one generation.
   *
   * @param choice solver, number of steps and shift
   * @return a solver at its first step
   * @throws org.sdvgen.api.error.InputException if no solver has that name, if there are more steps
   *     than noise levels, or if a shift is asked of a schedule that has none
   */
  Solver solver(SolverChoice choice);
}
