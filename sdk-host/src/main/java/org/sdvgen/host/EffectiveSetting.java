package org.sdvgen.host;

import java.util.Optional;

/**
 * A setting's value in a configuration, and who gave it.
 *
 * @param key its whole key
 * @param value its value as a configuration would say it; empty if it is left open, so that whoever
 *     uses it decides
 * @param origin the file and line, the command line, or {@link #DEFAULT}
 */
public record EffectiveSetting(String key, Optional<String> value, String origin) {
  /** The origin of values that nobody has written. */
  public static final String DEFAULT = "default";
}
