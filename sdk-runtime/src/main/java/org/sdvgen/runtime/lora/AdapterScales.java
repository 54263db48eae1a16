package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ranks and alphas of an adapter's modules. Where their quotients, the modules' scales, differ, B
 * is multiplied by each module's own, so that one scale serves all.
 *
 * @param ranks rank of every module
 * @param alphas alpha of every module
 */
record AdapterScales(Map<LoraModule, Integer> ranks, Map<LoraModule, Double> alphas) {
  AdapterScales {
    ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
    alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
  }

  /** The largest rank, which stands for the whole adapter's. */
  int rank() {
    return Collections.max(ranks.values());
  }

  /** The smallest rank. */
  int smallestRank() {
    return Collections.min(ranks.values());
  }

  /** The alpha of a module of the largest rank. */
  double alpha() {
    return differ()
        ? rank()
        : ranks.keySet().stream()
            .filter(module -> rankOf(module) == rank())
            .mapToDouble(this::alphaOf)
            .findFirst()
            .orElseThrow();
  }

  /** Whether there is no scale that all modules have, so that B is changed. */
  boolean differ() {
    return ranks.keySet().stream().mapToDouble(this::scaleOf).distinct().count() > 1;
  }

  /** Returns a module's B as it is to be used with the common scale; it may be changed in place. */
  NDArray fold(LoraModule module, NDArray b) {
    return differ() ? b.muli(scaleOf(module)) : b;
  }

  private int rankOf(LoraModule module) {
    return ranks.getOrDefault(module, 0);
  }

  private double alphaOf(LoraModule module) {
    return alphas.getOrDefault(module, 0.0);
  }

  private double scaleOf(LoraModule module) {
    return alphaOf(module) / rankOf(module);
  }
}
