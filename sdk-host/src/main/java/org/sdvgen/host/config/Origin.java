package org.sdvgen.host.config;

import java.nio.file.Path;

/**
 * The place where a setting was written.
 *
 * @param place a file or the command line
 * @param line its line, from 1; 0 if it is not known
 * @param chain which file extends which, from the first one to this one; empty for the first
 */
record Origin(String place, int line, String chain) {
  /** Arguments of a command. */
  static final Origin COMMAND_LINE = new Origin("the command line", 0, "");

  /** A program that uses the facade. */
  static final Origin PROGRAM = new Origin("the calling program", 0, "");

  private static final String EXTENDS = " extends ";

  /** A file that no other one extends. */
  static Origin of(Path file) {
    return new Origin(file.toString(), 0, "");
  }

  /** A file that is named by an {@code extends} of this origin. */
  Origin extended(Path file) {
    String above = chain.isEmpty() ? name(place) : chain;
    return new Origin(file.toString(), 0, above + EXTENDS + name(file.toString()));
  }

  Origin at(int number) {
    return new Origin(place, number, chain);
  }

  private static String name(String place) {
    return place.equals(COMMAND_LINE.place) || place.equals(PROGRAM.place)
        ? place
        : String.valueOf(Path.of(place).getFileName());
  }

  @Override
  public String toString() {
    String where = line > 0 ? place + ":" + line : place;
    return chain.isEmpty() ? where : where + " (" + chain + ")";
  }
}
