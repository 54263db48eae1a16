package org.sdvgen.cli;

import java.util.Locale;

/** Spans of time as people read them. */
final class Clock {
  private Clock() {}

  /** Writes seconds as hours, minutes and seconds, such as {@code 0:05:09}. */
  static String format(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
