package org.sdvgen.objectives;

import ai.djl.ndarray.NDArray;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;

/**
 * Adds the gradient of w/2 |theta - centre|^2, that is w (theta - centre), where the centre is zero
 * (L2 penalty) or the parameters that training began with (L2 anchoring; paper, Tables 12 and 13).
 */
final class QuadraticPenalty implements UpdateRule {
  private final double weight;
  private final boolean anchored;

  private QuadraticPenalty(PenaltySettings settings, boolean anchored) {
    weight = settings.weight();
    this.anchored = anchored;
  }

  /** L2 penalty: on the parameters themselves. */
  static QuadraticPenalty onLength(PenaltySettings settings) {
    return new QuadraticPenalty(settings, false);
  }

  /** L2 anchoring: on the distance from the initial parameters. */
  static QuadraticPenalty onDistance(PenaltySettings settings) {
    return new QuadraticPenalty(settings, true);
  }

  @Override
  public void apply(UpdateStep step, GradientBuffer gradients) {
    for (Parameter parameter : step.parameters()) {
      try (NDArray pull = parameter.value().duplicate()) {
        if (anchored) {
          pull.subi(step.initialValue().apply(parameter.name()));
        }
        gradients.add(parameter.name(), pull.muli(weight));
      }
    }
  }
}
