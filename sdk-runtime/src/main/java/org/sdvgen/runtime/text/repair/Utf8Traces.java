package org.sdvgen.runtime.text.repair;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the parts of a text that look like UTF-8 in an encoding of one byte per character. */
final class Utf8Traces {
  private static final List<SingleByteEncoding> ENCODINGS =
      List.of(
          SingleByteEncoding.LATIN_1,
          SingleByteEncoding.WINDOWS_1250,
          SingleByteEncoding.WINDOWS_1251,
          SingleByteEncoding.WINDOWS_1252,
          SingleByteEncoding.WINDOWS_1253,
          SingleByteEncoding.WINDOWS_1254,
          SingleByteEncoding.WINDOWS_1257);

  private static final String FIRST_OF_2 = characters(0xC2, 0xDF);
  private static final String FIRST_OF_3 = characters(0xE0, 0xEF);

  /** The other first bytes of four are of characters that nobody has assigned. */
  private static final String FIRST_OF_4 = characters(0xF0, 0xF0) + characters(0xF3, 0xF3);

  private static final String CONTINUATION = characters(0x80, 0xBF);

  /** Dashes, quotation marks and the like, which stand beside garbled text in their own right. */
  private static final String ALSO_MEANT = "–—―‘’‚“”„•…";

  /**
   * Sequences, several at a time. None begins behind what may belong to a longer garble: a part of
   * it would only be garbled more. A space may have been a space that does not break.
   */
  private static final Pattern TRACES =
      Pattern.compile(
          "(?<![%1$s&&[^%2$s]])(?:[%3$s][ %1$s]|[%4$s][ %1$s]{2}|[%5$s][ %1$s]{3})++"
              .formatted(CONTINUATION, ALSO_MEANT, FIRST_OF_2, FIRST_OF_3, FIRST_OF_4));

  private Utf8Traces() {}

  private static String characters(int first, int last) {
    return ENCODINGS.stream()
        .map(encoding -> encoding.characters(first, last))
        .collect(Collectors.joining());
  }

  /** Returns a text with every part that looks like UTF-8 replaced. */
  static String replaceAll(String text, UnaryOperator<String> replacement) {
    return TRACES
        .matcher(text)
        .replaceAll(part -> Matcher.quoteReplacement(replacement.apply(part.group())));
  }
}
