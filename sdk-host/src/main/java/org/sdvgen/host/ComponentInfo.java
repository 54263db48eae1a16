package org.sdvgen.host;

import java.util.List;
import java.util.Optional;

/**
 * A component that a configuration can choose, for listings.
 *
 * @param kind the kind of component in words, such as {@code switch policy}
 * @param key the configuration key that chooses it, such as {@code switch.name}
 * @param name the name to give there
 * @param description the component in one sentence
 * @param plugin the plugin that brings it
 * @param origin the jar or folder that the plugin was loaded from
 * @param settings what can be set beside the name
 */
public record ComponentInfo(
    String kind,
    String key,
    String name,
    String description,
    String plugin,
    String origin,
    List<SettingInfo> settings) {
  /** Copies the list. */
  public ComponentInfo {
    settings = List.copyOf(settings);
  }

  /**
   * One setting of a component.
   *
   * @param key the key below the component's own
   * @param type what it takes, such as {@code number} or {@code one of ddim, dpm}
   * @param defaultValue the value when absent; empty if it must be given or may be left out
   * @param required whether it must be given
   * @param doc the setting in one sentence
   */
  public record SettingInfo(
      String key, String type, Optional<String> defaultValue, boolean required, String doc) {}
}
