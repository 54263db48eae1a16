package org.sdvgen.runtime.denoiser;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.lora.LoraModule;

/**
 * The settings of a backbone without which its adapters are not read as they were meant: they are
 * recorded in an adapter's file and compared when it is loaded.
 *
 * @param required values by key that an adapter must have been trained with
 * @param carried settings that an adapter brings with it, whatever is configured
 */
public record AdapterSettings(Map<String, String> required, List<Carried> carried) {
  /** Copies the collections. */
  public AdapterSettings {
    required = Map.copyOf(required);
    carried = List.copyOf(carried);
  }

  /**
   * A setting that an adapter brings with it.
   *
   * @param key its name
   * @param configured the value without an adapter
   * @param known all values
   * @param silent the value of adapters that do not say theirs
   * @param assumption what is said of a file without any settings, after the file's name
   * @param concerns whether the setting matters to an adapter of the module at a path
   */
  public record Carried(
      String key,
      String configured,
      List<String> known,
      String silent,
      String assumption,
      Predicate<String> concerns) {
    /** Copies the list. */
    public Carried {
      known = List.copyOf(known);
    }

    /** The value of an adapter that has settings. */
    private String of(Path file, Map<String, String> said, List<String> notices) {
      String written = said.getOrDefault(key, silent);
      String own =
          known.stream()
              .filter(value -> isSame(value, written))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InputException(
                          "%s: its metadata says %s = %s, expected %s"
                              .formatted(file, key, written, String.join(" or ", known))));
      if (!own.equals(configured)) {
        notices.add(
            "%s was trained with %s = %s, which is used in place of the configured %s"
                .formatted(file, key, own, configured));
      }
      return own;
    }

    private boolean concerns(NetworkAdapter adapter) {
      return adapter.tensors().keySet().stream().map(LoraModule::pathOf).anyMatch(concerns);
    }

    private String of(NetworkAdapter adapter) {
      return adapter.settings().getOrDefault(key, silent);
    }

    /** The value that adapters share as far as it matters to them. */
    private String together(List<NetworkAdapter> adapters) {
      List<NetworkAdapter> concerned = adapters.stream().filter(this::concerns).toList();
      NetworkAdapter first = concerned.isEmpty() ? adapters.get(0) : concerned.get(0);
      for (NetworkAdapter other : concerned) {
        if (!isSame(of(other), of(first))) {
          throw new InputException(
              "%s was trained with %s = %s and %s with %s = %s: these two cannot act together; leave one out"
                  .formatted(first.name(), key, of(first), other.name(), key, of(other)));
        }
      }
      return of(first);
    }
  }

  /**
   * Finds out what adapters are used with that act together.
   *
   * @param adapters the adapters, any number of them
   * @return the value of every setting; the configured ones without an adapter
   * @throws InputException if two of them need different values
   */
  Map<String, String> together(List<NetworkAdapter> adapters) {
    Map<String, String> all = configured();
    if (!adapters.isEmpty()) {
      all.putAll(adapters.get(0).settings());
      carried.forEach(setting -> all.put(setting.key(), setting.together(adapters)));
    }
    return all;
  }

  /** Whether two words are the same: earlier versions wrote them with hyphens. */
  private static boolean isSame(String one, String other) {
    return one.equals(other) || EnumWord.same(one).equals(EnumWord.same(other));
  }

  /** Returns the configured value of every setting. */
  Map<String, String> configured() {
    Map<String, String> all = new LinkedHashMap<>(required);
    carried.forEach(setting -> all.put(setting.key(), setting.configured()));
    return all;
  }

  /**
   * Finds out what an adapter is used with.
   *
   * @param file the adapter's file
   * @param said its settings, if it has any
   * @param notices takes what was assumed
   * @return the value of every setting
   * @throws InputException if a required setting differs or a carried one is unknown
   */
  public Map<String, String> of(
      Path file, Optional<Map<String, String>> said, List<String> notices) {
    Map<String, String> all = new LinkedHashMap<>(required);
    if (said.isEmpty()) {
      for (Carried setting : carried) {
        notices.add(file + " " + setting.assumption());
        all.put(setting.key(), setting.silent());
      }
      return all;
    }
    required.forEach((key, value) -> require(file, key, value, said.get()));
    carried.forEach(setting -> all.put(setting.key(), setting.of(file, said.get(), notices)));
    return all;
  }

  private static void require(Path file, String key, String value, Map<String, String> said) {
    String own = said.getOrDefault(key, value);
    if (!isSame(own, value)) {
      throw new InputException(
          "%s was trained with %s = %s, but %s is configured: set backbone.%s = %s"
              .formatted(file, key, own, value, key, own));
    }
  }
}
