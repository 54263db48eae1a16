package org.sdvgen.runtime.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.runtime.torch.Devices;

/**
 * Collects the dictionary that one call of a script takes: the weights of one part of a network
 * without the part's prefix, and the configuration's numbers.
 */
public final class WeightPart {
  private final Map<String, NDArray> entries = new LinkedHashMap<>();

  /**
   * Starts with the weights below a path.
   *
   * @param weights all weights of a network by name
   * @param path the part's path, which the entries' names lose with its dot
   * @return a new part
   */
  public static WeightPart below(Map<String, NDArray> weights, String path) {
    WeightPart part = new WeightPart();
    String prefix = path + ".";
    weights.forEach(
        (name, weight) -> {
          if (name.startsWith(prefix)) {
            part.entries.put(name.substring(prefix.length()), weight);
          }
        });
    return part;
  }

  /**
   * Adds a number of the configuration, as a 0-d tensor on the CPU.
   *
   * @param manager owns the tensor
   * @param name its name in the script
   * @param value its value
   * @return this
   */
  public WeightPart number(NDManager manager, String name, double value) {
    // On the CPU, whatever the manager's device, so that a script reads it without waiting.
    entries.put(name, manager.newSubManager(Devices.cpu()).create(value));
    return this;
  }

  /** Returns the dictionary. */
  public Map<String, NDArray> entries() {
    return entries;
  }
}
