package org.sdvgen.runtime.text.repair;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Character references of HTML 5, read as Python's {@code html.unescape} reads them. */
public final class HtmlCharacters {
  /** By name; a name ends in a semicolon, and some are known without it too. */
  private static final Map<String, String> BY_NAME = read("html5_entities.txt");

  private static final Pattern REFERENCE =
      Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");

  /** Control characters and codes that are no characters: a reference to one is dropped. */
  private static final Pattern NO_CHARACTER =
      Pattern.compile("[\\x01-\\x08\\x0B\\x0E-\\x1F\\x7F\\x{FDD0}-\\x{FDEF}\\x{FFFE}\\x{FFFF}]");

  private static final BigInteger LAST_CODE = BigInteger.valueOf(Character.MAX_CODE_POINT);
  private static final String REPLACEMENT = "\uFFFD";
  private static final int PLANE_MASK = 0xFFFF;
  private static final int SHORTEST_NAME = 2;
  private static final int HEX = 16;

  private HtmlCharacters() {}

  private static Map<String, String> read(String resource) {
    Map<String, String> characters = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(HtmlCharacters.class.getResourceAsStream(resource), resource)) {
      String table = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      for (String line : table.split("\n", 0)) {
        String[] fields = line.split(" ", -1);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < fields.length; i++) {
          text.appendCodePoint(Integer.parseInt(fields[i], HEX));
        }
        characters.put(fields[0], text.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(characters);
  }

  /** Returns the characters by name, without the ampersand and with the semicolon, if any. */
  static Map<String, String> byName() {
    return BY_NAME;
  }

  /**
   * Replaces every reference, one time.
   *
   * @param text any text
   * @return the text with references by name, by decimal and by hexadecimal number resolved
   */
  public static String unescape(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))));
  }

  private static String character(String reference) {
    return reference.startsWith("#") ? numbered(reference) : named(reference);
  }

  private static String numbered(String reference) {
    boolean hex = Character.toLowerCase(reference.charAt(1)) == 'x';
    int end = reference.endsWith(";") ? reference.length() - 1 : reference.length();
    BigInteger code = new BigInteger(reference.substring(hex ? 2 : 1, end), hex ? HEX : 10);
    return code.compareTo(LAST_CODE) > 0 ? REPLACEMENT : character(code.intValueExact());
  }

  private static String character(int code) {
    boolean halfPair = Character.MIN_SURROGATE <= code && code <= Character.MAX_SURROGATE;
    if (code == 0 || halfPair) {
      return REPLACEMENT;
    }
    if (0x80 <= code && code <= 0x9F) {
      return String.valueOf(SingleByteEncoding.WINDOWS_1252.character(code));
    }
    String text = Character.toString(code);
    boolean endsPlane = (code & PLANE_MASK) >= 0xFFFE;
    return endsPlane || NO_CHARACTER.matcher(text).matches() ? "" : text;
  }

  /** The longest beginning that is a name counts; if there is none, the text stays. */
  private static String named(String reference) {
    for (int length = reference.length(); length >= SHORTEST_NAME; length--) {
      Optional<String> character = Optional.ofNullable(BY_NAME.get(reference.substring(0, length)));
      if (character.isPresent()) {
        return character.orElseThrow() + reference.substring(length);
      }
    }
    return "&" + reference;
  }
}
