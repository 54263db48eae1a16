package org.sdvgen.api.objective;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text normalised for searching, so that a word is found however it was typed. Letters are
 * composed and compatible forms are replaced (Unicode's form NFKC, so that full width and half
 * width are alike), upper and lower case are one, and a run of white space is one space.
 */
final class SearchText {
  /** Conjoining vowels and final consonants of Korean syllables. */
  private static final int FIRST_MEDIAL_JAMO = 0x1160;

  private static final int LAST_FINAL_JAMO = 0x11FF;

  /** Variation selectors choose a glyph for a character and are no letters. */
  private static final Pattern VARIATION_SELECTORS = Pattern.compile("[\\uFE00-\\uFE0F]");

  private final StringBuilder text = new StringBuilder();
  private int[] origins = new int[16];

  private SearchText() {}

  static SearchText of(String original) {
    SearchText search = new SearchText();
    for (int at = 0; at < original.length(); ) {
      int end = clusterEnd(original, at);
      search.add(original.substring(at, end), at);
      at = end;
    }
    return search;
  }

  /** A letter with what is composed with it: marks, and the parts of a Korean syllable. */
  private static int clusterEnd(String original, int start) {
    int end = original.offsetByCodePoints(start, 1);
    while (end < original.length() && joins(original.codePointAt(end))) {
      end = original.offsetByCodePoints(end, 1);
    }
    return end;
  }

  private static boolean joins(int codePoint) {
    if (codePoint < 0x80) {
      return false;
    }
    if (codePoint >= FIRST_MEDIAL_JAMO && codePoint <= LAST_FINAL_JAMO) {
      return true;
    }
    String compatible = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC);
    return isMark(compatible.codePointAt(0));
  }

  /** Whether a character belongs to the letter before it. */
  static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private void add(String cluster, int origin) {
    String folded =
        cluster.codePointAt(0) < 0x80 && cluster.length() == 1
            ? cluster
            : Normalizer.normalize(cluster, Normalizer.Form.NFKC);
    folded = VARIATION_SELECTORS.matcher(folded).replaceAll("");
    if (folded.isEmpty()) {
      return;
    }
    if (folded.isBlank()) {
      if (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
        return;
      }
      folded = " ";
    }
    // By way of upper case, which knows more letters that are alike.
    folded = folded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    int length = text.length() + folded.length();
    if (length > origins.length) {
      origins = Arrays.copyOf(origins, 2 * length);
    }
    Arrays.fill(origins, text.length(), length, origin);
    text.append(folded);
  }

  /** The text to search. */
  String text() {
    return text.toString();
  }

  /** The index in the original of an index in the text. */
  int origin(int index) {
    return origins[index];
  }

  /** Whether a letter of the original begins at a place of the text. */
  boolean startsLetter(int index) {
    return index == 0 || origins[index] != origins[index - 1];
  }
}
