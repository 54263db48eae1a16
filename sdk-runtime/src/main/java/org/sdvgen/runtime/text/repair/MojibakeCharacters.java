package org.sdvgen.runtime.text.repair;

/**
 * The characters that garbled UTF-8 consists of, by what they are for in real text. Each constant
 * is the inside of a character class of a regular expression.
 */
final class MojibakeCharacters {
  /** Found in many contexts: no sign of anything by themselves. */
  static final String COMMON = "\u00A0\u00AD·´–—―…’";

  /** Control characters of Latin-1, which nobody uses. */
  static final String CONTROL = "\u0080-\u009F";

  /** Almost never meant. */
  static final String BAD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\uFFFDªº";

  static final String LAW = "¶§";
  static final String CURRENCY = "¢£¥₧€";
  static final String START_PUNCTUATION = "¡«¿©΄΅‘‚“„•‹\uF8FF";
  static final String END_PUNCTUATION = "®»˝”›™";
  static final String NUMERIC = "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№";

  /** Parts of faces such as °ö°, which stand in unlikely places on purpose. */
  static final String FACES = "Ò-ÖÙ-Üò-öø-üŐŌŪŲ°";

  /** Capital letters with accents, less those of faces. */
  static final String UPPER_ACCENTED = "À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ";

  /** Small letters with accents, less those of faces. */
  static final String LOWER_ACCENTED = "ßà-ñăąāćčďđęěēėğģįīķĺľłļœŕśşšťüźżžґﬁﬂ";

  /** Capital letters that end words often enough not to be a sign beside letters. */
  static final String UPPER_COMMON = "ÞΑ-ΩΆΈΉΊΌΎΏΪΫЁ-Я";

  /** Small letters of the same kind. */
  static final String LOWER_COMMON = "α-ωάέήίΰа-џ";

  /** Box drawings, less the line that faces use. */
  static final String BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓";

  private MojibakeCharacters() {}
}
