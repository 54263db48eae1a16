package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several adapters as a single one: f1 B1 A1 + f2 B2 A2 is the product of [f1 B1, f2 B2], side by
 * side, and A1 above A2. So a network runs any number of adapters by the same program as one.
 */
public final class LoraSum {
  private LoraSum() {}

  /**
   * One of the adapters.
   *
   * @param tensors fp32 tensors by name in the network
   * @param factor its weight times alpha / r
   */
  public record Term(Map<String, NDArray> tensors, double factor) {}

  /**
   * Adds adapters up.
   *
   * @param results manager that owns the tensors, on the adapters' device
   * @param terms the adapters, which may act on different modules with different ranks
   * @return copies: fp32 tensors by name, A before B, for a scale of 1
   */
  public static Map<String, NDArray> of(NDManager results, List<Term> terms) {
    Map<String, NDList> parts = new LinkedHashMap<>();
    List<NDArray> scaled = new ArrayList<>();
    for (Term term : terms) {
      term.tensors()
          .forEach(
              (name, tensor) -> {
                NDArray part = tensor;
                if (LoraModule.isB(name)) {
                  part = tensor.mul(term.factor());
                  scaled.add(part);
                }
                parts.computeIfAbsent(name, key -> new NDList()).add(part);
              });
    }
    Map<String, NDArray> sums = new LinkedHashMap<>();
    parts.forEach((name, list) -> sums.put(name, joined(results, name, list)));
    scaled.forEach(NDArray::close);
    return sums;
  }

  private static NDArray joined(NDManager results, String name, NDList parts) {
    NDArray whole =
        parts.size() == 1
            ? parts.get(0).duplicate()
            : NDArrays.concat(parts, LoraModule.isB(name) ? 1 : 0);
    whole.attach(results);
    return whole;
  }
}
