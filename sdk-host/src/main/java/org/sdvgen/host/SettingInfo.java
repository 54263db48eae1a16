package org.sdvgen.host;

import java.util.List;
import java.util.Optional;

/**
 * A setting as it is declared, for listings and explanations.
 *
 * @param key its key, with {@code <track>} and the like where a configuration chooses a name
 * @param type its type, such as {@code a number} or {@code one of ddim, dpm}
 * @param choices all words that it takes, if they can be listed
 * @param defaultValue the value when absent; empty if it must be given or may be left out
 * @param required whether it must be given
 * @param doc the setting in one sentence
 * @param decidesResult whether another value may lead to other weights
 * @param component whose setting it is, such as {@code backbone wan22}; empty for the program's own
 */
public record SettingInfo(
    String key,
    String type,
    List<String> choices,
    Optional<String> defaultValue,
    boolean required,
    String doc,
    boolean decidesResult,
    Optional<String> component) {
  /** Copies the list. */
  public SettingInfo {
    choices = List.copyOf(choices);
  }
}
