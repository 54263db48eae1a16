package org.sdvgen.runtime.text.repair;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes UTF-8 and two of its variants: surrogates in three bytes each, and Java's long null. */
final class Utf8 {
  /**
   * Sequences that only variants of UTF-8 allow: the start of a long null, and a surrogate. Before
   * the end of a line half a null will do, which is how ftfy's expression reads.
   */
  private static final Pattern VARIANT =
      Pattern.compile(
          "\u00C0(?:\u0080|$)|\u00ED[\u00A0-\u00BF][\u0080-\u00BF]", Pattern.UNIX_LINES);

  /** A high and a low surrogate; the last byte may be the line break that followed. */
  private static final Pattern SURROGATE_PAIR =
      Pattern.compile(
          "\u00ED[\u00A0-\u00AF][\u0080-\u00BF]\u00ED[\u00B0-\u00BF](?:[\u0080-\u00BF]|\n\\z)");

  private static final char NULL_START = '\u00C0';
  private static final int NULL_LENGTH = 2;
  private static final int SURROGATE_LENGTH = 3;

  private Utf8() {}

  /**
   * Decodes bytes.
   *
   * @param bytes a byte string
   * @return the text; empty if the bytes are neither UTF-8 nor one of the variants
   */
  static Optional<String> decode(String bytes) {
    StringBuilder text = new StringBuilder();
    int position = 0;
    Matcher variant = VARIANT.matcher(bytes);
    while (variant.find(position)) {
      int length = variantLength(bytes, variant.start());
      Optional<String> before = strict(bytes.substring(position, variant.start()));
      if (length == 0 || before.isEmpty()) {
        return Optional.empty();
      }
      text.append(before.orElseThrow()).append(variant(bytes, variant.start()));
      position = variant.start() + length;
    }
    return strict(bytes.substring(position)).map(rest -> text.append(rest).toString());
  }

  private static Optional<String> strict(String bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Returns the number of bytes that the variant at a position takes, 0 if it is broken. */
  private static int variantLength(String bytes, int start) {
    if (bytes.charAt(start) == NULL_START) {
      return start + NULL_LENGTH <= bytes.length() ? NULL_LENGTH : 0;
    }
    Matcher pair = SURROGATE_PAIR.matcher(bytes).region(start, bytes.length());
    return pair.lookingAt() ? 2 * SURROGATE_LENGTH : 0;
  }

  private static String variant(String bytes, int start) {
    if (bytes.charAt(start) == NULL_START) {
      return "\0";
    }
    char high = (char) (Character.MIN_HIGH_SURROGATE + low10(bytes, start));
    char low = (char) (Character.MIN_LOW_SURROGATE + low10(bytes, start + SURROGATE_LENGTH));
    return "" + high + low;
  }

  /** The ten bits that a surrogate in three bytes carries. */
  private static int low10(String bytes, int start) {
    return ((bytes.charAt(start + 1) & 0x0F) << 6) | (bytes.charAt(start + 2) & 0x3F);
  }
}
