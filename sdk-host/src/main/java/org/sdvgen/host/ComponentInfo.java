package org.sdvgen.host;

import java.util.List;

/**
 * A component that a configuration can choose, for listings.
 *
 * @param kind the kind of component in words, such as {@code switch policy}
 * @param key the configuration key that chooses it, such as {@code switch.name}
 * @param name the name to give there
 * @param description the component in one sentence
 * @param plugin the plugin that brings it
 * @param version the plugin's version
 * @param origin the jar or folder that the plugin was loaded from
 * @param settings its settings beside the name
 */
public record ComponentInfo(
    String kind,
    String key,
    String name,
    String description,
    String plugin,
    String version,
    String origin,
    List<SettingInfo> settings) {
  /** Copies the list. */
  public ComponentInfo {
    settings = List.copyOf(settings);
  }
}
