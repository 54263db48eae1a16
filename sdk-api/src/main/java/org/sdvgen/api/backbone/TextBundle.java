package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Encoded prompts: named arrays that only the backbone which made them reads. The host stacks,
 * splits and stores them without interpreting them.
 *
 * @param arrays fp32 or integer arrays whose first axis is the batch, in a fixed order
 */
public record TextBundle(Map<String, NDArray> arrays) {
  /** Copies the map, keeping its order. */
  public TextBundle {
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException("a text bundle needs at least one array");
    }
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /**
   * The number of prompts.
   *
   * @return B
   */
  public long batchSize() {
    return arrays.values().iterator().next().getShape().get(0);
  }

  /**
   * Concatenates two bundles of one backbone along the batch.
   *
   * @param other the second part
   * @return a bundle of both; its arrays belong to the managers of this one's
   */
  public TextBundle concat(TextBundle other) {
    Set<String> names = arrays.keySet();
    if (!names.equals(other.arrays.keySet())) {
      throw new IllegalArgumentException(
          "text bundles of two backbones: " + names + " and " + other.arrays.keySet());
    }
    Map<String, NDArray> joined = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) ->
            joined.put(name, NDArrays.concat(new NDList(array, other.arrays.get(name)), 0)));
    return new TextBundle(joined);
  }

  /**
   * A slice of the prompts.
   *
   * @param from first index, inclusive
   * @param to last index, exclusive
   * @return a bundle of {@code to - from} prompts; its arrays belong to the managers of this one's
   */
  public TextBundle slice(int from, int to) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    arrays.forEach((name, array) -> parts.put(name, array.get(from + ":" + to)));
    return new TextBundle(parts);
  }

  /**
   * Attaches every array to a manager.
   *
   * @param manager the new owner
   */
  public void attach(NDManager manager) {
    arrays.values().forEach(array -> array.attach(manager));
  }
}
