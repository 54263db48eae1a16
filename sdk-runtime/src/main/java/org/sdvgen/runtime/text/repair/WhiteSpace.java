package org.sdvgen.runtime.text.repair;

import java.util.regex.Pattern;

/** White space as Python understands it, which Java nowhere does. */
public final class WhiteSpace {
  /** The inside of a character class. */
  static final String CHARACTERS =
      "\\t-\\r\\x1C-\\x20\\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000";

  private static final Pattern RUN = Pattern.compile("[" + CHARACTERS + "]+");

  private WhiteSpace() {}

  /** Returns a text with one space for each run of white space, and none at its ends. */
  public static String collapse(String text) {
    String single = RUN.matcher(text).replaceAll(" ");
    int start = single.startsWith(" ") ? 1 : 0;
    int end = single.endsWith(" ") ? single.length() - 1 : single.length();
    return start < end ? single.substring(start, end) : "";
  }
}
