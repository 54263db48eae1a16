package org.sdvgen.testkit.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.runtime.lora.LoraFusion;

/**
 * The weights into which the adapter in use was fused, W + alpha / rank * B A of every adapted
 * module.
 *
 * @param weights fused weights by the base weights' names
 */
public record FusedAdapter(Map<String, NDArray> weights) {
  private static final Selection ALL = new Selection.Base(List.of(".*"));

  /**
   * Fuses the adapter and puts the result into the network, which has no adapter then.
   *
   * @param manager owns the fused weights
   * @param parameters a network in fp32 with an adapter
   * @return the fused weights
   */
  public static FusedAdapter into(NDManager manager, Parameters parameters) {
    Map<String, NDArray> adapter = new LinkedHashMap<>();
    parameters.trainable().forEach(one -> adapter.put(one.name(), one.value().duplicate()));
    double scale = parameters.adapter().orElseThrow().scale();
    parameters.select(ALL, 0);
    Map<String, NDArray> fused = new LinkedHashMap<>();
    for (Parameter base : parameters.trainable()) {
      String path = base.name().replaceAll("\\.weight$", "");
      NDArray a = adapter.get(path + ".lora_A.weight");
      NDArray b = adapter.get(path + ".lora_B.weight");
      if (a != null && b != null) {
        NDArray weight = LoraFusion.fuse(manager, base.value(), a, b, scale);
        fused.put(base.name(), weight);
        weight.copyTo(base.value());
      }
    }
    return new FusedAdapter(fused);
  }
}
