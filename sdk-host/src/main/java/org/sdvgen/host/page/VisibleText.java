package org.sdvgen.host.page;

import java.util.Locale;

/**
 * Texts that came from outside (file names, prompts, captions) as they can be shown: control
 * characters would move a terminal's cursor, colour it or change its title, and marks of direction
 * would show words in another order than they have. They are written as escapes instead.
 */
public final class VisibleText {
  private VisibleText() {}

  /**
   * Writes every control character as an escape such as {@code \x1b} or <code>&#92;u202e</code>;
   * also halves of characters, which no file can hold. Line ends and tabs stay.
   *
   * @param text any text
   * @return the text itself if there is nothing to escape
   */
  public static String of(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (isHidden(text, at)) {
        return escaped(text, at);
      }
    }
    return text;
  }

  /**
   * Writes line ends as escapes, too, but for those of a list: our own messages begin every line
   * but the first with a space. A name or a prompt in a message so stays on the message's line.
   *
   * @param message a message that may name files, prompts or values
   * @return the message with its escapes
   */
  public static String message(String message) {
    StringBuilder visible = new StringBuilder(message.length());
    int done = 0;
    for (int at = message.indexOf('\n'); at >= 0; at = message.indexOf('\n', at + 1)) {
      boolean isListed = at + 1 < message.length() && message.charAt(at + 1) == ' ';
      if (!isListed) {
        visible.append(message, done, at).append("\\x0a");
        done = at + 1;
      }
    }
    return of(visible.append(message, done, message.length()).toString());
  }

  private static String escaped(String text, int first) {
    StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int at = first; at < text.length(); at++) {
      char character = text.charAt(at);
      if (isHidden(text, at)) {
        String form = character < 0x100 ? "\\x%02x" : "\\u%04x";
        visible.append(String.format(Locale.ROOT, form, (int) character));
      } else {
        visible.append(character);
      }
    }
    return visible.toString();
  }

  private static boolean isHidden(String text, int at) {
    char character = text.charAt(at);
    if (character == '\n' || character == '\t') {
      return false;
    }
    if (character == '\r') {
      return at + 1 >= text.length() || text.charAt(at + 1) != '\n';
    }
    return Character.isISOControl(character)
        || isDirection(character)
        || (Character.isSurrogate(character) && !isPaired(text, at));
  }

  /** Embeddings, overrides and isolates, and the separators of lines and paragraphs. */
  private static boolean isDirection(char character) {
    return (character >= 0x2028 && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
  }

  private static boolean isPaired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
