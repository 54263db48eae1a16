package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings by full key, wherever they were written. */
final class Settings {
  /** The ending of keys that name a component; its settings stand beside them. */
  private static final String NAME = ".name";

  private final Map<String, Value> values = new TreeMap<>();

  /**
   * Adds a setting or replaces it.
   *
   * @param key the full key
   * @param value its value
   */
  void put(String key, Value value) {
    values.put(key, value);
  }

  /**
   * Lays other settings over these. They replace those of the same key, and where they name another
   * component, its predecessor's settings go as a whole: the same key may mean something else to
   * the new one.
   */
  void lay(Settings upper) {
    upper.values.forEach(
        (key, value) -> {
          if (key.endsWith(NAME) && values.containsKey(key) && !sameText(key, value)) {
            String section = key.substring(0, key.length() - NAME.length() + 1);
            values.keySet().removeIf(lower -> lower.startsWith(section));
          }
        });
    values.putAll(upper.values);
  }

  private boolean sameText(String key, Value value) {
    return get(key).map(lower -> lower.texts().equals(value.texts())).orElse(false);
  }

  /** Takes a setting away. */
  Optional<Value> remove(String key) {
    return Optional.ofNullable(values.remove(key));
  }

  Optional<Value> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Whether any key lies in a section, given with its dot at the end. */
  boolean hasSection(String prefix) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /** All settings as texts by key, in the keys' order; a list has several. */
  SortedMap<String, List<String>> texts() {
    SortedMap<String, List<String>> texts = new TreeMap<>();
    values.forEach((key, value) -> texts.put(key, value.texts()));
    return texts;
  }

  /**
   * The texts written for one key.
   *
   * @param texts one text, or several for a list
   * @param folder folder against which relative paths are resolved
   * @param line whether it was written where only texts are, so that a list is one, too
   * @param origin who wrote it
   */
  record Value(List<String> texts, Path folder, boolean line, Origin origin) {
    Value {
      texts = List.copyOf(texts);
    }

    /** A value that nobody has written. */
    Value(List<String> texts, Path folder) {
      this(texts, folder, false, Origin.PROGRAM);
    }

    /** The same value with other texts, which are as a file says them that has lists of its own. */
    Value with(List<String> items) {
      return new Value(items, folder, false, origin);
    }

    /** A list as a file says it: one item alone is a text, in which a comma would separate. */
    Value withList(List<String> items) {
      return with(items.size() > 1 ? items : List.of(String.join("", items).replace(",", "\\,")));
    }
  }
}
