package org.sdvgen.runtime.lora;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sdvgen.api.error.InputException;

/**
 * How a network is adapted, and how its adapters' files are spelled. Settings of the backbone
 * without which an adapter is not read as it was meant are recorded in its file and compared when
 * it is loaded.
 *
 * @param defaultTargets suffixes of the modules that are adapted unless a configuration names
 *     others
 * @param names the names that programs give the network's modules, by their paths in it, diffusers'
 *     names first
 * @param formats the kinds of files that adapters are converted to
 * @param copies the kinds of files that are written besides whenever an adapter is saved
 * @param required values of settings by key that an adapter must have been trained with
 * @param carried settings that an adapter brings with it, whatever is configured
 * @param reach which adapters act on only some tokens
 */
public record AdapterTraits(
    List<String> defaultTargets,
    List<UnaryOperator<String>> names,
    List<AdapterFormat> formats,
    List<AdapterFormat> copies,
    Map<String, String> required,
    List<CarriedSetting> carried,
    AdapterReach reach) {
  /** Copies the collections. */
  public AdapterTraits {
    defaultTargets = List.copyOf(defaultTargets);
    names = List.copyOf(names);
    formats = List.copyOf(formats);
    copies = List.copyOf(copies);
    required = Map.copyOf(required);
    carried = List.copyOf(carried);
  }

  /**
   * A network whose adapters' files are those of diffusers and PEFT, and need no settings.
   *
   * @param defaultTargets suffixes of the modules that are adapted by default
   * @return the traits
   */
  public static AdapterTraits of(List<String> defaultTargets) {
    return new AdapterTraits(
        defaultTargets,
        List.of(UnaryOperator.identity()),
        List.of(AdapterFormat.DIFFUSERS, AdapterFormat.DIFFUSERS_OLD),
        List.of(),
        Map.of(),
        List.of(),
        AdapterReach.ALL_TOKENS);
  }

  /** Returns the configured value of every setting. */
  Map<String, String> configured() {
    Map<String, String> all = new LinkedHashMap<>(required);
    carried.forEach(setting -> all.put(setting.key(), setting.configured()));
    return all;
  }

  /**
   * Combines the settings of several adapters.
   *
   * @param adapters the adapters, any number of them
   * @return the value of every setting; the configured ones without an adapter
   * @throws InputException if two of them need different values
   */
  Map<String, String> together(List<LoraAdapter> adapters) {
    Map<String, String> all = configured();
    if (!adapters.isEmpty()) {
      all.putAll(adapters.get(0).settings());
      carried.forEach(setting -> all.put(setting.key(), setting.together(adapters)));
    }
    return all;
  }

  /**
   * Determines the settings that an adapter is used with.
   *
   * @param file the adapter's file
   * @param recorded its settings, if it has any
   * @param notices takes sentences about assumed values
   * @return the value of every setting
   * @throws InputException if a required setting differs or a carried one is unknown
   */
  public Map<String, String> settings(
      Path file, Optional<Map<String, String>> recorded, List<String> notices) {
    Map<String, String> all = new LinkedHashMap<>(required);
    if (recorded.isEmpty()) {
      for (CarriedSetting setting : carried) {
        notices.add(file + " " + setting.assumption());
        all.put(setting.key(), setting.fallback());
      }
      return all;
    }
    required.forEach((key, value) -> require(file, key, value, recorded.get()));
    carried.forEach(setting -> all.put(setting.key(), setting.of(file, recorded.get(), notices)));
    return all;
  }

  private static void require(Path file, String key, String value, Map<String, String> recorded) {
    String own = recorded.getOrDefault(key, value);
    if (!CarriedSetting.isSame(own, value)) {
      throw new InputException(
          "%s was trained with %s = %s, but %s is configured: set backbone.%s = %s"
              .formatted(file, key, own, value, key, own));
    }
  }
}
