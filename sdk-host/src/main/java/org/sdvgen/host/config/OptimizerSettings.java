package org.sdvgen.host.config;

import org.sdvgen.api.config.Setting;

/**
 * The optimizer, AdamW's settings and clipping by global norm; the keys stand at the top level and
 * have diffusers' names.
 *
 * @param optimizer AdamW, or Muon for matrices beside AdamW
 * @param learningRate the highest rate of the schedule
 * @param adamBeta1 decay of the first moment
 * @param adamBeta2 decay of the second moment
 * @param adamWeightDecay decoupled weight decay
 * @param adamEpsilon added to the root of the second moment
 * @param maxGradNorm L2 norm that gradients are scaled down to
 */
public record OptimizerSettings(
    @Setting(
            doc =
                "AdamW for everything, or Muon on the layers' matrices and AdamW on everything"
                    + " else",
            defaultValue = "adamw")
        OptimizerName optimizer,
    @Setting(doc = "Highest learning rate", defaultValue = "5e-5") double learningRate,
    @Setting(doc = "Decay of the first moment", defaultValue = "0.9") double adamBeta1,
    @Setting(doc = "Decay of the second moment", defaultValue = "0.95") double adamBeta2,
    @Setting(doc = "Decoupled weight decay", defaultValue = "0.01") double adamWeightDecay,
    @Setting(doc = "Added to the root of the second moment", defaultValue = "1e-8")
        double adamEpsilon,
    @Setting(doc = "L2 norm that gradients are clipped to", defaultValue = "1.0")
        double maxGradNorm) {
  /** Checks the ranges. */
  public OptimizerSettings {
    check(learningRate >= 0, "learning_rate must not be negative: " + learningRate);
    check(adamBeta1 >= 0 && adamBeta1 < 1, "adam_beta1 must lie in [0, 1): " + adamBeta1);
    check(adamBeta2 >= 0 && adamBeta2 < 1, "adam_beta2 must lie in [0, 1): " + adamBeta2);
    check(adamWeightDecay >= 0, "adam_weight_decay must not be negative: " + adamWeightDecay);
    check(adamEpsilon > 0, "adam_epsilon must be above 0: " + adamEpsilon);
    check(maxGradNorm > 0, "max_grad_norm must be above 0: " + maxGradNorm);
  }

  private static void check(boolean good, String message) {
    if (!good) {
      throw new IllegalArgumentException(message);
    }
  }
}
