package org.sdvgen.api.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.sdvgen.api.backbone.Corruption;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Trace;

/**
 * The usual objective: a batch becomes one denoiser input, a target and a weight, and the loss is
 * the weighted mean squared error over all elements (paper, equations for L_img and L_vid).
 */
public abstract class RegressionObjective implements Objective {
  /** For subclasses. */
  protected RegressionObjective() {}

  /**
   * Turns a micro-batch into a regression problem.
   *
   * @param batch loaded examples
   * @param model the model in training
   * @param scope owns every array that is made
   * @return the denoiser's input and target
   */
  protected abstract Problem pose(MicroBatch batch, TrainingModel model, NDManager scope);

  @Override
  public final StepResult step(MicroBatch batch, TrainingModel model, GradientBuffer gradients) {
    try (NDManager scope = model.newScope()) {
      Problem problem = pose(batch, model, scope);
      long dropoutSeed = batch.draws().seed(batch.index(), "dropout");
      try (Trace trace = model.denoiser().trace(problem.input(), dropoutSeed)) {
        return regress(problem, trace, batch.share(), gradients);
      }
    }
  }

  private static StepResult regress(
      Problem problem, Trace trace, double share, GradientBuffer gradients) {
    NDArray target = problem.corruption().target();
    NDArray weight = problem.corruption().weight();
    // The left operand decides which manager owns a result: target and weight live in the scope.
    NDArray error = target.sub(trace.prediction());
    NDArray weighted = weight.reshape(new Shape(weight.size(), 1, 1, 1, 1)).mul(error);
    float loss = weighted.mul(error).mean().getFloat();
    NDArray upstream = weighted.mul((float) (-2.0 * share / error.size()));
    trace.backward(upstream, gradients);
    return new StepResult(loss, Map.of());
  }

  /**
   * A regression problem.
   *
   * @param input the denoiser's input
   * @param corruption target and weight that belong to it
   */
  public record Problem(DenoiserInput input, Corruption corruption) {}
}
