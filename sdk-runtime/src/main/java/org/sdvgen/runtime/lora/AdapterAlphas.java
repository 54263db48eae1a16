package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * The alphas of an adapter's modules. Where they differ, B is multiplied by each module's own
 * scale, so that one alpha serves all.
 *
 * @param rank the rank of all modules
 * @param byModule alpha of every module
 */
record AdapterAlphas(int rank, Map<LoraModule, Double> byModule) {
  /** The alpha of the whole adapter: that of all modules, or the rank, whose scale is 1. */
  double common() {
    return differ() ? rank : byModule.values().iterator().next();
  }

  /** Whether there is no alpha that all modules have, so that B is changed. */
  boolean differ() {
    return byModule.values().stream().distinct().count() > 1;
  }

  /** Returns a module's B as it is to be used with the common alpha; it may be changed in place. */
  NDArray fold(LoraModule module, NDArray b) {
    double alpha = byModule.getOrDefault(module, common());
    return alpha == common() ? b : b.muli(alpha / rank);
  }
}
