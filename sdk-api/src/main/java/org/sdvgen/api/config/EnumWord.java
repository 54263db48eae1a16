package org.sdvgen.api.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The spelling of an enum's constants in configurations, files and messages: {@code
 * AFTER_REFERENCE} is {@code after_reference}, as diffusers spells its values.
 */
public final class EnumWord {
  private EnumWord() {}

  /**
   * The word of a constant.
   *
   * @param constant any enum's
   * @return its name in lower case
   */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The words of an enum.
   *
   * @param type the enum
   * @return the words in the order of its constants
   */
  public static List<String> all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(EnumWord::of).toList();
  }

  /**
   * Several constants in words, for messages.
   *
   * @param constants any
   * @return their words in the order of their declaration, with commas
   */
  public static String list(Collection<? extends Enum<?>> constants) {
    return constants.stream()
        .sorted(Comparator.comparingInt(Enum::ordinal))
        .map(EnumWord::of)
        .collect(Collectors.joining(", "));
  }

  /**
   * The constant of a word.
   *
   * @param type the enum
   * @param word in any case, with {@code _} or {@code -} between its parts; a {@link FormerWord} is
   *     understood, too
   * @param <E> the enum
   * @return the constant; empty if it has none of this word
   */
  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
    String wanted = same(word);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(wanted) || former(constant).equals(wanted))
        .findFirst();
  }

  /**
   * A word in the present spelling.
   *
   * @param word in any case, with {@code _} or {@code -} between its parts
   * @return the word in lower case with {@code _}
   */
  public static String same(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static String former(Enum<?> constant) {
    try {
      FormerWord former =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(FormerWord.class);
      return former == null ? "" : former.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum without its constant " + constant, e);
    }
  }
}
