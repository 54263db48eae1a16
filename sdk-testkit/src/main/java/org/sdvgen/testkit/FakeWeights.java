package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.Parameter;

/** Trainable arrays of the fake backbone, freed together. */
abstract class FakeWeights {
  private final NDManager owner;
  private final Map<String, NDArray> values;

  FakeWeights(NDManager owner, Map<String, NDArray> values) {
    this.owner = owner;
    this.values = new LinkedHashMap<>(values);
  }

  /** The live arrays by name. */
  Map<String, NDArray> values() {
    return values;
  }

  /** The live arrays as parameters. */
  public List<Parameter> parameters() {
    return values.entrySet().stream()
        .map(entry -> parameter(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Parameter parameter(String name, NDArray value) {
    FakeModule module =
        Arrays.stream(FakeModule.values())
            .filter(candidate -> name.startsWith(candidate.path() + "."))
            .findFirst()
            .orElseThrow();
    return new Parameter(name, module.group(), value);
  }

  /** Frees the arrays. */
  public void close() {
    owner.close();
  }
}
