package org.sdvgen.data.files;

import java.util.List;
import java.util.Optional;

/**
 * A column of a metadata file with the names that it may have.
 *
 * @param key the setting that names the column
 * @param chosen the name that the configuration gives
 * @param known names that are looked for without one, in this order
 */
public record Column(String key, Optional<String> chosen, List<String> known) {
  /** Copies the list. */
  public Column {
    known = List.copyOf(known);
  }

  /**
   * The names to look for.
   *
   * @return the chosen one alone, or the known ones
   */
  List<String> names() {
    return chosen.map(List::of).orElse(known);
  }
}
