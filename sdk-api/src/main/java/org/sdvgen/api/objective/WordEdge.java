package org.sdvgen.api.objective;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Whether a word may end between two characters. */
enum WordEdge {
  /** Only where what follows cannot belong to the word: no letter, or one of another script. */
  CERTAIN,

  /**
   * Also between letters where a script has no space between words, and behind a Korean noun, which
   * takes its particles without one.
   */
  POSSIBLE;

  private static final Set<UnicodeScript> WITHOUT_SPACES =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.YI,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TIBETAN,
          UnicodeScript.TAI_LE,
          UnicodeScript.NEW_TAI_LUE,
          UnicodeScript.TAI_THAM,
          UnicodeScript.TAI_VIET,
          UnicodeScript.JAVANESE,
          UnicodeScript.BALINESE);

  /** Whether a word that begins at a place of a text can be one. */
  boolean before(String text, int start) {
    if (start == 0) {
      return true;
    }
    int outside = text.codePointBefore(start);
    int inside = text.codePointAt(start);
    return !isWord(outside) || between(inside, outside);
  }

  /** Whether a word that ends at a place of a text can be one. */
  boolean after(String text, int end) {
    if (end == text.length()) {
      return true;
    }
    int outside = text.codePointAt(end);
    if (SearchText.isMark(outside)) {
      return false;
    }
    int inside = text.codePointBefore(end);
    return !isWord(outside)
        || between(inside, outside)
        || (this == POSSIBLE && isKorean(inside) && isKorean(outside));
  }

  private boolean between(int inside, int outside) {
    UnicodeScript one = UnicodeScript.of(inside);
    UnicodeScript other = UnicodeScript.of(outside);
    boolean spaces = !WITHOUT_SPACES.contains(one) && !WITHOUT_SPACES.contains(other);
    if (this == CERTAIN) {
      boolean letters = Character.isLetter(inside) && Character.isLetter(outside);
      boolean korean = isKorean(inside) != isKorean(outside);
      return letters
          && one != other
          && one != UnicodeScript.COMMON
          && other != UnicodeScript.COMMON
          && (!spaces || korean);
    }
    return !spaces || isKorean(inside) != isKorean(outside);
  }

  private static boolean isKorean(int codePoint) {
    return UnicodeScript.of(codePoint) == UnicodeScript.HANGUL;
  }

  private static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || SearchText.isMark(codePoint);
  }
}
