package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.lora.LoraTargets;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.TensorTable;

/**
 * A denoising network as it is known without its weights.
 *
 * @param table names and shapes of its tensors
 * @param adapters how it is adapted
 * @param network compiles its program; called when the weights are loaded
 */
public record NetworkDefinition(
    TensorTable table, AdapterTraits adapters, Supplier<? extends DenoiserNetwork> network) {
  /**
   * Lists the parameters that a selection would train.
   *
   * @param selection an adapter or base parameters
   * @return shapes by name, in the order of the parameters that {@link NetworkParameters} gives
   * @throws org.sdvgen.api.error.InputException if a target or a pattern matches nothing
   */
  public Map<String, Shape> trainable(Selection selection) {
    Map<String, Shape> base = table.required();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    if (selection instanceof Selection.Adapter chosen) {
      LoraSettings config = chosen.config();
      List<String> targets =
          config.targets().isEmpty() ? adapters.defaultTargets() : config.targets();
      for (LoraModule module : LoraTargets.match(base, targets)) {
        shapes.put(module.nameA(), module.shapeA(config.rank()));
        shapes.put(module.nameB(), module.shapeB(config.rank()));
      }
    } else if (selection instanceof Selection.Base chosen) {
      shapes.putAll(base);
      shapes.keySet().retainAll(BaseSelection.match(chosen, base.keySet()));
    }
    return shapes;
  }

  /**
   * Lists the weights that quantisation is for: matrices of linear layers inside the blocks, of
   * which nearly all of a transformer consists.
   *
   * @param precision the precision of the activations
   * @return their names
   */
  public Set<String> quantizable(Precision precision) {
    try (DenoiserNetwork opened = network.get()) {
      Predicate<String> quantizes =
          PretrainedWeights.Rules.of(opened, table, precision).quantizes();
      return table.shapes().keySet().stream().filter(quantizes).collect(Collectors.toSet());
    }
  }
}
