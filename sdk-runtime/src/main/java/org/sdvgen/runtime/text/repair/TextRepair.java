package org.sdvgen.runtime.text.repair;

/**
 * Repairs text as {@code ftfy.fix_text} of ftfy 6.3 does with its default settings: references of
 * HTML (unless the text has a {@code <}), wrong encodings, and characters that have a plainer form.
 *
 * <p>Left out: the settings other than the defaults, the explanation of what was done, and the
 * guessing of the encoding of bytes. Three things differ from Python. Unicode's version is that of
 * the Java runtime, which matters for characters that one of the two does not know yet. Two halves
 * of a surrogate pair are one character from the start. Parts of a line are one million UTF-16
 * units long, not characters.
 */
public final class TextRepair {
  private static final int MAX_PART = 1_000_000;

  private TextRepair() {}

  /**
   * Repairs a text line by line.
   *
   * @param text any text
   * @return the repaired text
   */
  public static String repair(String text) {
    StringBuilder repaired = new StringBuilder();
    boolean escaped = true;
    int start = 0;
    while (start < text.length()) {
      int lineBreak = text.indexOf('\n', start);
      int end = lineBreak < 0 ? text.length() : lineBreak + 1;
      end = Math.min(end, start + MAX_PART);
      String part = text.substring(start, end);
      escaped = escaped && part.indexOf('<') < 0;
      repaired.append(repairPart(part, escaped));
      start = end;
    }
    return repaired.toString();
  }

  private static String repairPart(String part, boolean escaped) {
    String repaired = part;
    String before;
    do {
      before = repaired;
      String unescaped = escaped ? EntityRepair.repair(before) : before;
      String decoded = EncodingRepair.repair(unescaped);
      repaired = CharacterRepair.repair(EncodingRepair.withoutControl(decoded));
    } while (!repaired.equals(before));
    return repaired;
  }
}
