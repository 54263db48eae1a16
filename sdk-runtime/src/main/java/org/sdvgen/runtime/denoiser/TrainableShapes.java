package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.lora.LoraTargets;

/** What a selection would train of a network whose weights are not loaded. */
public final class TrainableShapes {
  private TrainableShapes() {}

  /**
   * Lists the parameters that {@link NetworkParameters#create} would give.
   *
   * @param base shapes of the network's tensors by name
   * @param defaultTargets suffixes of the modules that are adapted unless the selection says others
   * @param selection an adapter or base parameters
   * @return shapes by name, in the same order
   * @throws org.sdvgen.api.error.InputException if a target or a pattern matches nothing
   */
  public static Map<String, Shape> of(
      Map<String, Shape> base, List<String> defaultTargets, Selection selection) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    if (selection instanceof Selection.Adapter chosen) {
      LoraSettings config = chosen.config();
      List<String> targets = config.targets().isEmpty() ? defaultTargets : config.targets();
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
}
