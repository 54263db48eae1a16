package org.sdvgen.runtime.text.repair;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts plain characters in the place of special ones that mean the same. */
final class CharacterRepair {
  /** Latin ligatures, and digraphs that only old encodings know. */
  private static final String LIGATURES =
      "Ĳ=IJ ĳ=ij ŉ=ʼn Ǳ=DZ ǲ=Dz ǳ=dz Ǆ=DŽ ǅ=Dž ǆ=dž Ǉ=LJ ǈ=Lj ǉ=lj Ǌ=NJ ǋ=Nj ǌ=nj"
          + " ﬀ=ff ﬁ=fi ﬂ=fl ﬃ=ffi ﬄ=ffl ﬅ=ſt ﬆ=st";

  /** Letters in half or full width lie between these. */
  private static final char FIRST_WIDTH = '\uFF01';

  private static final char LAST_WIDTH = '\uFFEF';
  private static final char WIDE_SPACE = '\u3000';

  private static final Map<Character, String> PLAIN = plainCharacters();

  private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02BC\u2018-\u201B]");
  private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201C-\u201F]");
  private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\r\u0085\u2028\u2029]");
  private static final Pattern HALF_PAIR = Pattern.compile("[\\x{D800}-\\x{DFFF}]");
  private static final Pattern TERMINAL = Pattern.compile("\\x1B\\[[\\p{Nd};]*[a-zA-Z]");

  /** Control characters less white space, joiners, marks of direction and those of Latin-1. */
  private static final Pattern WITHOUT_EFFECT =
      Pattern.compile("[\\x00-\\x08\\x0B\\x0E-\\x1F\\x7F\u206A-\u206F\uFEFF\uFFF9-\uFFFC]");

  private CharacterRepair() {}

  private static Map<Character, String> plainCharacters() {
    Map<Character, String> plain = new HashMap<>();
    for (String ligature : LIGATURES.split(" ", -1)) {
      plain.put(ligature.charAt(0), ligature.substring(2));
    }
    plain.put(WIDE_SPACE, " ");
    for (char c = FIRST_WIDTH; c <= LAST_WIDTH; c++) {
      plain.put(c, Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC));
    }
    return plain;
  }

  /**
   * Makes a text plain: no ligatures, half or full widths, curled quotation marks, foreign line
   * breaks, halves of surrogate pairs, colours of terminals and control characters; accents
   * composed with their letters (NFC).
   */
  static String repair(String text) {
    StringBuilder characters = new StringBuilder(text.length());
    text.chars().forEach(c -> characters.append(plain((char) c)));
    String plain = DOUBLE_QUOTE.matcher(characters).replaceAll("\"");
    plain = SINGLE_QUOTE.matcher(plain).replaceAll("'");
    plain = LINE_BREAK.matcher(plain).replaceAll("\n");
    plain = HALF_PAIR.matcher(plain).replaceAll("\uFFFD");
    plain = TERMINAL.matcher(plain).replaceAll("");
    plain = WITHOUT_EFFECT.matcher(plain).replaceAll("");
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }

  private static String plain(char c) {
    return PLAIN.getOrDefault(c, String.valueOf(c));
  }
}
