package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.runtime.torch.Gradients;
import org.sdvgen.runtime.torch.Optimizer;

/** From the gradient to new parameters: update rules, clipping by global norm, optimizer. */
final class ParameterUpdate {
  private final List<Parameter> parameters;
  private final Collection<UpdateRule> rules;
  private final Optimizer optimizer;
  private final double maxGradNorm;
  private final Map<String, NDArray> initialValues;

  /**
   * An update that has made no step.
   *
   * @param parameters the trained parameters
   * @param optimizer changes the parameters
   * @param maxGradNorm L2 norm that gradients are scaled down to
   * @param rules changes to the gradient, in order
   * @param initialValues the values that training began with, for the rules; the caller's
   */
  ParameterUpdate(
      List<Parameter> parameters,
      Optimizer optimizer,
      double maxGradNorm,
      Collection<UpdateRule> rules,
      Map<String, NDArray> initialValues) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.maxGradNorm = maxGradNorm;
    this.rules = rules;
    this.initialValues = initialValues;
  }

  /**
   * Makes one step.
   *
   * @param step the step, from 0
   * @param choice the tracks whose gradients these are
   * @param gradients the step's gradients; changed by rules and clipping
   * @param learningRate the step's rate
   * @return L2 norm of the gradient after the rules and before clipping; if it is not finite, no
   *     parameter was changed, and no rule has seen the gradient unless a rule spoilt it
   */
  double apply(long step, TrackChoice choice, GradientBuffer gradients, double learningRate) {
    List<NDArray> all = List.copyOf(gradients.all().values());
    if (!rules.isEmpty()) {
      double raw = Gradients.globalNorm(all);
      if (!Double.isFinite(raw)) {
        return raw;
      }
      UpdateStep update = new UpdateStep(step, choice, parameters, this::initialValue);
      rules.forEach(rule -> rule.apply(update, gradients));
    }
    double norm = Gradients.clip(all, maxGradNorm);
    if (Double.isFinite(norm)) {
      optimizer.step(gradients.all(), learningRate);
    }
    return norm;
  }

  private NDArray initialValue(String name) {
    NDArray value = initialValues.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no trainable parameter is called " + name);
    }
    return value;
  }
}
