package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.MuonSettings;
import org.sdvgen.host.config.OptimizerName;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.runtime.torch.FusedAdamW;
import org.sdvgen.runtime.torch.Muon;
import org.sdvgen.runtime.torch.Optimizer;
import org.sdvgen.runtime.torch.OptimizerGroup;

/** Makes the optimizer that a configuration describes. */
final class Optimizers {
  private Optimizers() {}

  /**
   * Makes an optimizer that has made no step.
   *
   * @param parent where its state lives, on the parameters' device
   * @param config which optimizer, and its settings
   * @param parameters what is trained
   * @return the optimizer; the caller closes it
   * @throws InputException if it cannot be used for these parameters or settings
   */
  static Optimizer create(NDManager parent, ConfiguredRun config, List<Parameter> parameters) {
    if (config.optimizer().optimizer() == OptimizerName.ADAMW) {
      return adamW(parent, config.optimizer(), values(parameters));
    }
    List<Parameter> matrices = parameters.stream().filter(Optimizers::isLayerMatrix).toList();
    List<Parameter> others = new ArrayList<>(parameters);
    others.removeAll(matrices);
    if (matrices.isEmpty()) {
      throw new InputException(
          "optimizer = muon: what is trained has no matrix of attention, feed-forward or"
              + " modulation; set optimizer = adamw");
    }
    List<OptimizerGroup.Member> members = new ArrayList<>();
    members.add(
        new OptimizerGroup.Member(
            muon(parent, config.muon(), values(matrices)), names(matrices), rateFactor(config)));
    if (!others.isEmpty()) {
      members.add(
          new OptimizerGroup.Member(
              adamW(parent, config.optimizer(), values(others)), names(others), 1));
    }
    return new OptimizerGroup(members);
  }

  /** Embeddings and output projections have rows of their own kind, which Muon would even out. */
  private static boolean isLayerMatrix(Parameter parameter) {
    return Muon.accepts(parameter.value())
        && parameter.group() != ParameterGroup.EMBED
        && parameter.group() != ParameterGroup.OTHER;
  }

  private static double rateFactor(ConfiguredRun config) {
    double rate = config.optimizer().learningRate();
    if (config.muon().muonLearningRate().isEmpty()) {
      return 1;
    }
    if (rate == 0) {
      throw new InputException(
          "muon_learning_rate follows the schedule of learning_rate, which must then be above 0");
    }
    return config.muon().muonLearningRate().get() / rate;
  }

  private static Muon muon(NDManager parent, MuonSettings muon, Map<String, NDArray> values) {
    Muon.Settings settings = new Muon.Settings(muon.muonMomentum(), muon.muonWeightDecay());
    return new Muon(parent, settings, values);
  }

  private static FusedAdamW adamW(
      NDManager parent, OptimizerSettings adamW, Map<String, NDArray> values) {
    FusedAdamW.Settings settings =
        new FusedAdamW.Settings(
            adamW.adamBeta1(), adamW.adamBeta2(), adamW.adamEpsilon(), adamW.adamWeightDecay());
    return new FusedAdamW(parent, settings, values);
  }

  private static List<String> names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name).toList();
  }

  /** The live values by name. */
  static Map<String, NDArray> values(List<Parameter> parameters) {
    Map<String, NDArray> values = new LinkedHashMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.value()));
    return values;
  }
}
