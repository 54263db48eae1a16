package org.sdvgen.host.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdvgen.api.error.InputException;

/** Collects everything that is wrong with a configuration, so that it can be said at once. */
public final class Problems {
  private final List<String> messages = new ArrayList<>();

  /** No problems yet. */
  public Problems() {}

  /**
   * Adds a problem, unless it was added before.
   *
   * @param message names the key, says what is wrong and what to do
   */
  public void add(String message) {
    if (!messages.contains(message)) {
      messages.add(message);
    }
  }

  /** Everything that was added. */
  List<String> all() {
    return List.copyOf(messages);
  }

  /**
   * Ends the reading of a configuration.
   *
   * @param source the configuration's name
   * @throws InputException with all problems, if there are any
   */
  public void throwIfAny(String source) {
    if (messages.size() == 1) {
      throw new InputException(source + ": " + messages.get(0));
    }
    if (!messages.isEmpty()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %d problems:%n  %s",
              source,
              messages.size(),
              String.join(System.lineSeparator() + "  ", messages)));
    }
  }
}
