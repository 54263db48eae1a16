package org.sdvgen.runtime.text.repair;

import static org.sdvgen.runtime.text.repair.SingleByteEncoding.LATIN_1;
import static org.sdvgen.runtime.text.repair.SingleByteEncoding.MAC_ROMAN;
import static org.sdvgen.runtime.text.repair.SingleByteEncoding.WINDOWS_1252;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads text again that was UTF-8 and was read in an encoding of one byte per character. */
final class EncodingRepair {
  private static final Pattern CONTROL = Pattern.compile("[" + MojibakeCharacters.CONTROL + "]");

  private EncodingRepair() {}

  /** Returns a text with its encoding repaired, as often as it was garbled. */
  static String repair(String text) {
    String repaired = text;
    String before;
    do {
      before = repaired;
      repaired = step(before);
    } while (!repaired.equals(before));
    return repaired;
  }

  /** Repairs one layer; text that looks right stays as it is. */
  private static String step(String text) {
    if (!Badness.isBad(text)) {
      return text;
    }
    for (SingleByteEncoding encoding : SingleByteEncoding.ALL) {
      if (encoding.canEncode(text)) {
        Optional<String> whole = Utf8.decode(bytes(text, encoding));
        if (whole.isPresent()) {
          return whole.orElseThrow();
        }
      }
    }
    String inParts = Utf8Traces.replaceAll(text, part -> part(part, text));
    return inParts.equals(text) ? withoutControl(text) : inParts;
  }

  private static String bytes(String text, SingleByteEncoding encoding) {
    String bytes = encoding.encode(text);
    if (encoding != MAC_ROMAN) {
      // In Mac Roman a dash before a space would look like it.
      bytes = ByteRepair.restoreSpaces(bytes);
    }
    return encoding.isSloppy() ? ByteRepair.replaceLost(bytes) : bytes;
  }

  /** Repairs a part of a text; the whole text is left alone, or this would not end. */
  private static String part(String part, String text) {
    return part.length() < text.length() && Badness.isBad(part) ? repair(part) : part;
  }

  /** Returns a text with Windows-1252's characters for the control characters of Latin-1. */
  static String withoutControl(String text) {
    return CONTROL.matcher(text).replaceAll(EncodingRepair::windows1252);
  }

  private static String windows1252(MatchResult control) {
    int value = LATIN_1.encode(control.group()).charAt(0);
    return Matcher.quoteReplacement(String.valueOf(WINDOWS_1252.character(value)));
  }
}
