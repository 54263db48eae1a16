package org.sdvgen.runtime.text.repair;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An encoding of one byte per character, in which UTF-8 is read by mistake.
 *
 * <p>Windows' encodings leave some bytes without a character. Programs keep such a byte as the
 * control character of the same number, and so do the <i>sloppy</i> encodings here. In these the
 * byte {@link #LOST} also stands for U+FFFD, so that text survives in which a program has already
 * given up on single bytes.
 */
final class SingleByteEncoding {
  /** The control code "substitute": a byte that was lost. */
  static final char LOST = 0x1A;

  static final SingleByteEncoding LATIN_1 = exact(charset("ISO-8859-1"));
  static final SingleByteEncoding WINDOWS_1252 = sloppy("windows-1252");
  static final SingleByteEncoding WINDOWS_1251 = sloppy("windows-1251");
  static final SingleByteEncoding WINDOWS_1250 = sloppy("windows-1250");
  static final SingleByteEncoding WINDOWS_1253 = sloppy("windows-1253");
  static final SingleByteEncoding WINDOWS_1254 = sloppy("windows-1254");
  static final SingleByteEncoding WINDOWS_1257 = sloppy("windows-1257");
  static final SingleByteEncoding ISO_8859_2 = exact(charset("ISO-8859-2"));
  static final SingleByteEncoding MAC_ROMAN = exact(macRoman());
  static final SingleByteEncoding CODE_PAGE_437 = exact(charset("IBM437"));

  /** The encodings in the order of trying. */
  static final List<SingleByteEncoding> ALL =
      List.of(
          LATIN_1,
          WINDOWS_1252,
          WINDOWS_1251,
          WINDOWS_1250,
          WINDOWS_1253,
          WINDOWS_1254,
          WINDOWS_1257,
          ISO_8859_2,
          MAC_ROMAN,
          CODE_PAGE_437);

  /** The replacement that Java's decoders give for a byte without a character. */
  private static final char REPLACEMENT = '\uFFFD';

  private static final int BYTES = 256;

  private final String characters;
  private final boolean sloppy;
  private final Map<Character, Character> bytes = new HashMap<>();

  private SingleByteEncoding(String characters, boolean sloppy) {
    this.characters = characters;
    this.sloppy = sloppy;
    for (char value = 0; value < BYTES; value++) {
      bytes.put(characters.charAt(value), value);
    }
  }

  private static SingleByteEncoding exact(String characters) {
    return new SingleByteEncoding(characters, false);
  }

  private static SingleByteEncoding sloppy(String charset) {
    StringBuilder characters = new StringBuilder(charset(charset));
    for (char value = 0; value < BYTES; value++) {
      if (characters.charAt(value) == REPLACEMENT) {
        characters.setCharAt(value, value);
      }
    }
    characters.setCharAt(LOST, REPLACEMENT);
    return new SingleByteEncoding(characters.toString(), true);
  }

  private static String charset(String name) {
    byte[] all = new byte[BYTES];
    IntStream.range(0, BYTES).forEach(value -> all[value] = (byte) value);
    return new String(all, Charset.forName(name));
  }

  /** The one encoding that a Java runtime cut to its base module does not have. */
  private static String macRoman() {
    return charset("ISO-8859-1").substring(0, BYTES / 2)
        + "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
        + "¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
  }

  /** Returns whether bytes may have been lost ({@link #LOST}). */
  boolean isSloppy() {
    return sloppy;
  }

  /** Returns whether a text has a byte for every character. */
  boolean canEncode(String text) {
    return text.chars().allMatch(c -> bytes.containsKey((char) c));
  }

  /** Returns the bytes of a text that {@link #canEncode}, as a byte string. */
  String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    text.chars().forEach(c -> encoded.append(bytes.get((char) c)));
    return encoded.toString();
  }

  /** Returns the character of a byte, 0 to 255. */
  char character(int value) {
    return characters.charAt(value);
  }

  /** Returns the characters of a range of bytes, both ends included. */
  String characters(int first, int last) {
    return characters.substring(first, last + 1);
  }
}
