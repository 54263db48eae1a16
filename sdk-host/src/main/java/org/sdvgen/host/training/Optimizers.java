package org.sdvgen.host.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.MuonSettings;
import org.sdvgen.host.config.OptimizerName;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.runtime.torch.FusedAdamW;
import org.sdvgen.runtime.torch.Muon;
import org.sdvgen.runtime.torch.Optimizer;
import org.sdvgen.runtime.torch.OptimizerGroup;

/** Makes the optimizer that a configuration describes. */
public final class Optimizers {
  private final OptimizerSettings settings;
  private final MuonSettings muon;

  /**
   * Ready to make optimizers.
   *
   * @param settings which optimizer, and AdamW's settings
   * @param muon Muon's settings
   */
  @Inject
  Optimizers(OptimizerSettings settings, MuonSettings muon) {
    this.settings = settings;
    this.muon = muon;
  }

  /**
   * Makes an optimizer that has made no step.
   *
   * @param parent where its state lives, on the parameters' device
   * @param parameters the trained parameters
   * @return the optimizer; the caller closes it
   * @throws InputException if it cannot be used for these parameters or settings
   */
  Optimizer create(NDManager parent, List<Parameter> parameters) {
    if (settings.optimizer() == OptimizerName.ADAMW) {
      return adamW(parent, values(parameters));
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
        new OptimizerGroup.Member(muon(parent, values(matrices)), names(matrices), rateFactor()));
    if (!others.isEmpty()) {
      members.add(new OptimizerGroup.Member(adamW(parent, values(others)), names(others), 1));
    }
    return new OptimizerGroup(members);
  }

  /** Embeddings and output projections have rows of their own kind, which Muon would even out. */
  private static boolean isLayerMatrix(Parameter parameter) {
    return Muon.accepts(parameter.value())
        && parameter.group() != ParameterGroup.EMBED
        && parameter.group() != ParameterGroup.OTHER;
  }

  private double rateFactor() {
    double rate = settings.learningRate();
    if (muon.muonLearningRate().isEmpty()) {
      return 1;
    }
    if (rate == 0) {
      throw new InputException(
          "muon_learning_rate follows the schedule of learning_rate, which must then be above 0");
    }
    return muon.muonLearningRate().get() / rate;
  }

  private Muon muon(NDManager parent, Map<String, NDArray> values) {
    return new Muon(parent, new Muon.Settings(muon.muonMomentum(), muon.muonWeightDecay()), values);
  }

  private FusedAdamW adamW(NDManager parent, Map<String, NDArray> values) {
    FusedAdamW.Settings adamW =
        new FusedAdamW.Settings(
            settings.adamBeta1(),
            settings.adamBeta2(),
            settings.adamEpsilon(),
            settings.adamWeightDecay());
    return new FusedAdamW(parent, adamW, values);
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
