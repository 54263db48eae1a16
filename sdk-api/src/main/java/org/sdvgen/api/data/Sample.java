package org.sdvgen.api.data;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One training sample. Objectives name the kind that they take, data sources the kind that they
 * give.
 */
public interface Sample {
  /**
   * The name of the sample in its source, for messages and caches.
   *
   * @return a file name or another name that is unique in its source
   */
  String id();

  /**
   * Descriptions of the sample's pictures and videos, for people to read.
   *
   * @return a description by role; empty if nothing is known
   */
  default Map<String, String> describe() {
    return Map.of();
  }

  /**
   * Identifies this sample, so that a resumed run can check that its data are those that it began
   * with.
   *
   * @param content whether to read encoded pictures and videos too, which takes longer
   * @return everything that training takes from the sample, as texts; {@link #id} by default
   * @throws org.sdvgen.api.error.InputException if a file cannot be read; it names the file
   */
  default List<String> identity(boolean content) {
    return List.of(id());
  }

  /**
   * The aspect ratio of the target, by which samples are sorted into buckets.
   *
   * @return width over height as shown; empty if the sample has no shape of its own, as when it is
   *     drawn at any size
   * @throws org.sdvgen.api.error.InputException if its file cannot be read; it names the file
   */
  default OptionalDouble aspectRatio() {
    return OptionalDouble.empty();
  }
}
