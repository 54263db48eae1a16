package org.sdvgen.host.config;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings of a configuration as they were written.
 *
 * @param source the file's name, for messages
 * @param texts every setting's text by key, with absolute paths; a list has several texts
 * @param catalog the declarations of all settings
 */
public record WrittenSettings(
    String source, SortedMap<String, List<String>> texts, SettingCatalog catalog) {
  /** Copies the map. */
  public WrittenSettings {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /**
   * The settings as texts, for the record.
   *
   * @return every setting's text by key; a list's texts are joined by commas
   */
  public Map<String, String> text() {
    Map<String, String> text = new TreeMap<>();
    texts.forEach((key, list) -> text.put(key, String.join(", ", list)));
    return text;
  }

  /**
   * The settings that decide what is trained and that others can repeat: none that only say how a
   * run is stored, read, watched or used, and no paths, which belong to a machine.
   *
   * @return lines {@code key = value}, in the keys' order
   */
  public String recipe() {
    Map<String, String> text = text();
    return text.entrySet().stream()
        .filter(setting -> catalog.decidesResult(setting.getKey(), text))
        .filter(setting -> !new File(setting.getValue()).isAbsolute())
        .map(setting -> setting.getKey() + " = " + setting.getValue())
        .collect(Collectors.joining("\n"));
  }
}
