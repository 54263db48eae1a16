package org.sdvgen.testkit.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.lora.LoraFusion;

/**
 * The weights into which adapters were fused, W + weight * alpha / rank * B A of every adapted
 * module.
 *
 * @param masters all weights of the network, the fused ones among them; the caller closes them
 * @param weights the fused weights by the base weights' names
 */
public record FusedAdapter(MasterWeights masters, Map<String, NDArray> weights) {
  /**
   * Fuses adapters into copies of the base weights, one after the other.
   *
   * @param manager owns the fused weights
   * @param parameters a network in fp32
   * @param adapters its adapters with their weights
   * @return the fused weights
   */
  public static FusedAdapter of(
      NDManager manager, Parameters parameters, List<Tuning.Weighted> adapters) {
    MasterWeights masters = parameters.masters(List.of(".*"));
    Map<String, NDArray> fused = new LinkedHashMap<>();
    for (Tuning.Weighted weighted : adapters) {
      Map<String, NDArray> matrices = new LinkedHashMap<>();
      weighted.adapter().parameters().forEach(one -> matrices.put(one.name(), one.value()));
      double scale = weighted.weight() * weighted.adapter().config().scale();
      for (Parameter base : masters.parameters()) {
        String path = base.name().replaceAll("\\.weight$", "");
        NDArray a = matrices.get(path + ".lora_A.weight");
        NDArray b = matrices.get(path + ".lora_B.weight");
        if (a != null && b != null) {
          NDArray weight = LoraFusion.fuse(manager, base.value(), a, b, scale);
          fused.put(base.name(), weight);
          weight.copyTo(base.value());
        }
      }
    }
    return new FusedAdapter(masters, fused);
  }
}
