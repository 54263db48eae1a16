package org.sdvgen.api.data;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One training sample. An objective says which kind it takes, a data source which it gives. */
public interface Sample {
  /**
   * Where the sample comes from, for messages and caches.
   *
   * @return a file name or another name that is unique in its source
   */
  String id();

  /**
   * What the sample's pictures and videos say of themselves, for people to read.
   *
   * @return a description by role; empty if nothing is known
   */
  default Map<String, String> describe() {
    return Map.of();
  }

  /**
   * Tells this sample from another in its place: a run that goes on makes sure by it that it has
   * the data it began with.
   *
   * @param content whether to look into encoded pictures and videos too, which takes longer
   * @return everything that training takes from the sample, as texts; {@link #id} by default
   * @throws org.sdvgen.api.error.InputException if a file cannot be read; it names the file
   */
  default List<String> identity(boolean content) {
    return List.of(id());
  }

  /**
   * The shape of what is to be generated, by which samples are sorted into buckets.
   *
   * @return width over height as shown; empty if the sample has no shape of its own, as when it is
   *     drawn at any size
   * @throws org.sdvgen.api.error.InputException if its file cannot be read; it names the file
   */
  default OptionalDouble aspectRatio() {
    return OptionalDouble.empty();
  }
}
