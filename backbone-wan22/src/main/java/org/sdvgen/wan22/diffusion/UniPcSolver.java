package org.sdvgen.wan22.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.Solver;

/**
 * UniPC on flow sigmas, predicting clean latents (arXiv:2302.04867; diffusers {@code
 * UniPCMultistepScheduler}, type bh2): every step first corrects the latents that the last one led
 * to by what the denoiser says there, then predicts the next ones from several steps' clean
 * latents.
 */
final class UniPcSolver implements Solver {
  private final NoiseLevels levels;
  private final int order;
  private final Set<Integer> uncorrected;

  /** Predicted clean latents of this step and earlier ones, latest first; outlive the steps. */
  private final List<NDArray> history = new ArrayList<>();

  /** Where the last step began, after its correction. */
  private @Nullable NDArray start;

  /**
   * A solver at its first step.
   *
   * @param levels its noise levels
   * @param order how many steps' clean latents a prediction uses at most
   * @param uncorrected steps whose results are taken as they are
   */
  UniPcSolver(NoiseLevels levels, int order, Set<Integer> uncorrected) {
    this.levels = levels;
    this.order = order;
    this.uncorrected = uncorrected;
  }

  @Override
  public double[] timesteps() {
    return levels.timestepArray();
  }

  @Override
  public NDArray step(int index, NDArray latents, NDArray prediction, Supplier<NDArray> noise) {
    rememberClean(index, latents, prediction);
    NDArray corrected = corrected(index, latents);
    if (start != null) {
      start.close();
    }
    corrected.detach();
    start = corrected;
    return advanced(UniPcWeights.predictor(levels, index, order(index)), latents, corrected);
  }

  /**
   * Fewer steps are remembered at the beginning than the order asks for; fewer are left at last.
   */
  private int order(int index) {
    return Math.min(order, Math.min(index + 1, levels.steps() - index));
  }

  private NDArray corrected(int index, NDArray latents) {
    NDArray before = start;
    if (before == null || uncorrected.contains(index - 1)) {
      return latents.duplicate();
    }
    UniPcWeights weights = UniPcWeights.corrector(levels, index - 1, order(index - 1));
    return advanced(weights, latents, before);
  }

  /**
   * A step from given latents by the remembered clean ones.
   *
   * @return the result, in the manager of {@code latents}
   */
  private NDArray advanced(UniPcWeights weights, NDArray latents, NDArray from) {
    NDArray sum = latents.zerosLike();
    add(sum, weights.latents(), from);
    for (int i = 0; i < weights.clean().size(); i++) {
      add(sum, weights.clean().get(i), history.get(i));
    }
    return sum;
  }

  private static void add(NDArray sum, double weight, NDArray part) {
    try (NDArray weighted = part.mul((float) weight)) {
      sum.addi(weighted);
    }
  }

  /** A correction uses this step's clean latents and as many of before as a prediction did. */
  private void rememberClean(int index, NDArray latents, NDArray prediction) {
    NDArray clean = latents.duplicate();
    add(clean, -levels.sigma(index), prediction);
    clean.detach();
    history.add(0, clean);
    if (history.size() > order + 1) {
      history.remove(history.size() - 1).close();
    }
  }

  @Override
  public void close() {
    history.forEach(NDArray::close);
    history.clear();
    if (start != null) {
      start.close();
      start = null;
    }
  }
}
