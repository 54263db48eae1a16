package org.sdvgen.host.config;

import java.util.Optional;
import org.sdvgen.api.config.Setting;

/**
 * Muon's settings, used with {@code optimizer = muon}; its keys stand at the top level.
 *
 * @param muonLearningRate the highest rate of its matrices; {@code learning_rate} if empty, since
 *     updates are scaled to be as large as AdamW's
 * @param muonMomentum decay of the momentum
 * @param muonWeightDecay decoupled weight decay
 */
public record MuonSettings(
    @Setting(doc = "Highest learning rate of Muon's matrices (default: learning_rate)")
        Optional<Double> muonLearningRate,
    @Setting(doc = "Decay of Muon's momentum", defaultValue = "0.95") double muonMomentum,
    @Setting(doc = "Decoupled weight decay of Muon's matrices", defaultValue = "0.01")
        double muonWeightDecay) {
  /** Checks the ranges. */
  public MuonSettings {
    if (!(muonLearningRate.orElse(0.0) >= 0)) {
      throw new IllegalArgumentException(
          "muon_learning_rate must not be negative: " + muonLearningRate.get());
    }
    if (!(muonMomentum >= 0 && muonMomentum < 1)) {
      throw new IllegalArgumentException("muon_momentum must lie in [0, 1): " + muonMomentum);
    }
    if (!(muonWeightDecay >= 0)) {
      throw new IllegalArgumentException(
          "muon_weight_decay must not be negative: " + muonWeightDecay);
    }
  }
}
