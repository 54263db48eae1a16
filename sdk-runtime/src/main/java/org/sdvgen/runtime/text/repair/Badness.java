package org.sdvgen.runtime.text.repair;

import static org.sdvgen.runtime.text.repair.MojibakeCharacters.BAD;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.BOX;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.COMMON;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.CONTROL;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.CURRENCY;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.END_PUNCTUATION;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.FACES;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.LAW;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.LOWER_ACCENTED;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.LOWER_COMMON;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.NUMERIC;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.START_PUNCTUATION;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.UPPER_ACCENTED;
import static org.sdvgen.runtime.text.repair.MojibakeCharacters.UPPER_COMMON;

import java.util.List;
import java.util.regex.Pattern;

/** Tells text that was read in a wrong encoding by sequences of characters that nobody writes. */
final class Badness {
  private static final String ACCENTED = LOWER_ACCENTED + UPPER_ACCENTED;
  private static final String PUNCTUATION = START_PUNCTUATION + END_PUNCTUATION;
  private static final String UNUSUAL = ACCENTED + BOX + PUNCTUATION + CURRENCY + NUMERIC + LAW;

  /** A letter, a digit or an underscore, as Python's regular expressions understand a word. */
  private static final String WORD = "[\\p{L}\\p{N}_]";

  /** Neighbours that say it by the roles of their characters alone. */
  private static final List<String> BY_ROLE =
      List.of(
          any(CONTROL),
          any(BAD, UNUSUAL) + any(BAD),
          any("a-zA-Z") + any(LOWER_COMMON, UPPER_COMMON) + any(BAD),
          any(BAD) + any(UNUSUAL),
          any(LOWER_ACCENTED, LOWER_COMMON, BOX, END_PUNCTUATION, CURRENCY, NUMERIC)
              + any(UPPER_ACCENTED),
          any(BOX, END_PUNCTUATION, CURRENCY, NUMERIC) + any(LOWER_ACCENTED),
          any(LOWER_ACCENTED, BOX, END_PUNCTUATION) + any(CURRENCY),
          any(WhiteSpace.CHARACTERS) + any(UPPER_ACCENTED) + any(CURRENCY),
          any(UPPER_ACCENTED, BOX) + any(NUMERIC, LAW),
          any(ACCENTED, BOX, CURRENCY, END_PUNCTUATION) + any(START_PUNCTUATION) + any(NUMERIC),
          any(ACCENTED, CURRENCY, NUMERIC, BOX, LAW)
              + any(END_PUNCTUATION)
              + any(START_PUNCTUATION),
          any(CURRENCY, NUMERIC, BOX) + any(START_PUNCTUATION),
          any("a-z") + any(UPPER_ACCENTED) + any(START_PUNCTUATION, CURRENCY),
          any(BOX) + any(FACES),
          any(ACCENTED, CURRENCY, NUMERIC, PUNCTUATION, LAW) + any(BOX),
          any(BOX) + any(END_PUNCTUATION),
          any(ACCENTED) + any(PUNCTUATION) + WORD,
          "[Œœ][^A-Za-z]",
          any(UPPER_ACCENTED) + "°");

  /** Forms of UTF-8 in Windows' encodings of Latin letters that roles do not tell. */
  private static final List<String> LATIN =
      List.of(
          "[ÂÃÎÐ]" + any("€œŠš¢£Ÿž\u00A0\u00AD®©°·»", PUNCTUATION, "–—´"),
          "×[²³]",
          // Arabic; four characters in a row, since each pair alone may be meant.
          "(?:[ØÙ]" + any(COMMON, CURRENCY, BAD, NUMERIC, START_PUNCTUATION, "ŸŠ®°µ»") + "){2}",
          // Scripts of South Asia.
          "à[²µ¹¼½¾]",
          // A letter "a" with an accent, and spaces that do not break.
          "Ã[\u00A0¡]",
          "[a-z]" + any(WhiteSpace.CHARACTERS) + "?[ÃÂ] ",
          "\\A[ÃÂ] ",
          any("a-z.,?!", END_PUNCTUATION) + "Â" + any(" ", PUNCTUATION),
          // Punctuation in the Baltic encoding.
          "ā€");

  /** Further forms of UTF-8 in Mac Roman. */
  private static final List<String> MAC_ROMAN =
      List.of("√[±∂†≠®™´≤≥¥µø]", "≈[°¢]", "‚Ä[ìîïòôúùû†°¢π]", "‚[âó][àä°ê]");

  /** Further forms of UTF-8 in the Cyrillic and Greek encodings. */
  private static final List<String> CYRILLIC_AND_GREEK =
      List.of(
          "вЂ",
          "[ВГРС]" + any(CONTROL, BAD, PUNCTUATION, CURRENCY, "°µ") + "[ВГРС]",
          // Garbled twice; a Latin letter must be near.
          "ГўВЂВ[^\n][A-Za-z ]",
          "β€[™\u00A0Ά\u00AD®°]",
          "[ΒΓΞΟ]" + any(CONTROL, BAD, PUNCTUATION, CURRENCY, "°") + "[ΒΓΞΟ]");

  private static final Pattern BADNESS =
      Pattern.compile(
          String.join(
              "|",
              String.join("|", BY_ROLE),
              String.join("|", LATIN),
              String.join("|", MAC_ROMAN),
              String.join("|", CYRILLIC_AND_GREEK)));

  private Badness() {}

  /** Returns whether a text holds a sequence that nobody writes. */
  static boolean isBad(String text) {
    return BADNESS.matcher(text).find();
  }

  private static String any(String... characters) {
    return "[" + String.join("", characters) + "]";
  }
}
