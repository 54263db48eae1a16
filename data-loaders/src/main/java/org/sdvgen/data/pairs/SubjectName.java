package org.sdvgen.data.pairs;

import org.sdvgen.api.objective.SubjectPrompt;

/** Finds the name of a subject in a description that need not repeat the full name. */
final class SubjectName {
  private SubjectName() {}

  /**
   * Finds the longest ending of a name that a description has: of "Eames Lounge Chair" it may only
   * say "lounge chair", for English puts the noun last.
   *
   * @param description the description
   * @param name the full name
   * @return the longest ending that occurs; the full name if none does
   */
  static String in(String description, String name) {
    String rest = name.strip();
    while (!SubjectPrompt.names(description, rest)) {
      int space = rest.indexOf(' ');
      if (space < 0) {
        return name.strip();
      }
      rest = rest.substring(space + 1).strip();
    }
    return rest;
  }
}
