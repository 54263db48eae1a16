package org.sdvgen.data.tar;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one sample: those whose names are the same up to the first dot.
 *
 * @param where names the sample: its archive and its key
 * @param parts its files by the part of their names after the first dot, in lower case
 */
public record TarSample(String where, Map<String, TarPart> parts) {
  /** Copies the map. */
  public TarSample {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * Looks for a file.
   *
   * @param endings possible parts of a name after the first dot
   * @return the first file of this sample with one of them
   */
  public Optional<TarPart> find(Collection<String> endings) {
    return parts.entrySet().stream()
        .filter(part -> endings.contains(part.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
