package org.sdvgen.runtime.weights;

import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;

/** Finds a tensor by name, or says which name was probably meant. */
final class TensorLookup {
  private TensorLookup() {}

  /**
   * Finds a tensor's entry.
   *
   * @throws InputException if there is none; the message has the nearest name that there is
   */
  static TensorEntry entry(WeightSource source, String name) {
    TensorEntry entry = source.entries().get(name);
    if (entry == null) {
      String nearest =
          NearestName.of(name, source.entries().keySet())
              .map(near -> "; the nearest name is " + near)
              .orElse("");
      throw new InputException(source.description() + " has no tensor " + name + nearest);
    }
    return entry;
  }
}
