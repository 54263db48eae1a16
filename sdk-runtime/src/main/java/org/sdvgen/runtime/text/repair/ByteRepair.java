package org.sdvgen.runtime.text.repair;

import java.util.regex.Pattern;

/** Repairs UTF-8 in which bytes were changed or lost. Bytes are a byte string. */
final class ByteRepair {
  /**
   * The letter à as a word of its own, where A0 became a space and then one of two spaces was lost.
   * Not before the endings of Portuguese words that begin with it.
   */
  private static final Pattern LONE_A_GRAVE = Pattern.compile("\u00C3 (?! |quele|quela|quilo|s )");

  /**
   * Sequences that a byte A0 in the place of their space completes to a likely character. Left out
   * are those that would give unlikely scripts.
   */
  private static final Pattern SPACE_FOR_A0 =
      Pattern.compile(
          String.join(
              "|",
              "[\u00C2\u00C3\u00C5\u00CE\u00D0\u00D9] ",
              "[\u00E2\u00E3] [\u0080-\u0084\u0086-\u009F\u00A1-\u00BF]",
              "[\u00E0-\u00E3][\u0080-\u0084\u0086-\u009F\u00A1-\u00BF] ",
              "\u00F0 [\u0080-\u00BF]{2}",
              "\u00F0[\u0080-\u00BF] [\u0080-\u00BF]",
              "\u00F0[\u0080-\u00BF]{2} "));

  /** The inside of a class: bytes that continue a sequence, and the sign of a lost byte. */
  private static final String LEFT = "\\x1A\u0080-\u00BF";

  /** Sequences with lost bytes; one of them may be a question mark. */
  private static final Pattern LOST =
      Pattern.compile(
          String.join(
              "|",
              "[\u00C2-\u00DF]\\x1A",
              "[\u00C2\u00C3]\\?",
              "\u00ED[\u00A0-\u00AF][\\x1A?]\u00ED[\u00B0-\u00BF][?" + LEFT + "]",
              "\u00ED[\u00A0-\u00AF][?" + LEFT + "]\u00ED[\u00B0-\u00BF][\\x1A?]",
              "[\u00E0-\u00EF][\\x1A?][" + LEFT + "]",
              "[\u00E0-\u00EF][" + LEFT + "][\\x1A?]",
              "[\u00F0-\u00F4][\\x1A?][" + LEFT + "]{2}",
              "[\u00F0-\u00F4][" + LEFT + "][\\x1A?][" + LEFT + "]",
              "[\u00F0-\u00F4][" + LEFT + "]{2}[\\x1A?]",
              "\\x1A"));

  /** U+FFFD in UTF-8. */
  private static final String REPLACEMENT = "\u00EF\u00BF\u00BD";

  private ByteRepair() {}

  /** Puts bytes A0 back in the place of spaces within sequences. */
  static String restoreSpaces(String bytes) {
    String words = LONE_A_GRAVE.matcher(bytes).replaceAll("\u00C3\u00A0 ");
    return SPACE_FOR_A0.matcher(words).replaceAll(match -> match.group().replace(' ', '\u00A0'));
  }

  /** Puts U+FFFD in the place of sequences with lost bytes. */
  static String replaceLost(String bytes) {
    return LOST.matcher(bytes).replaceAll(REPLACEMENT);
  }
}
