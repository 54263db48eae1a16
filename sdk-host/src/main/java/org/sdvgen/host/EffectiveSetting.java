package org.sdvgen.host;

import java.util.Optional;
import org.sdvgen.host.config.YamlText;

/**
 * A setting's value in a configuration, with its origin.
 *
 * @param key its whole key
 * @param value its value as a configuration would have it; empty if it is left open, so that the
 *     component that uses it decides
 * @param origin the file and line, the command line, or {@link #DEFAULT}
 */
public record EffectiveSetting(String key, Optional<String> value, String origin) {
  /** The origin of values that nobody has written. */
  public static final String DEFAULT = "default";

  /**
   * Writes the setting as a line of a configuration in YAML.
   *
   * @return key and value, the value in quotes where YAML would read something else; a comment if
   *     the value is left open
   */
  public String yaml() {
    return value.map(text -> key + ": " + YamlText.scalar(text)).orElse("# " + key + ":");
  }
}
