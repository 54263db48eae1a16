package org.sdvgen.host.config;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.host.config.Settings.Value;

/** Settings' values from texts and back, by the type that is declared. */
final class SettingText {
  private SettingText() {}

  /**
   * Parses what was written.
   *
   * @param type a setting's type, no group
   * @param value the written value
   * @return the value, in an {@link Optional} if that is the type
   * @throws IllegalArgumentException if it is no such value; the message says what was expected
   */
  static Object parse(Type type, Value value) {
    if (SettingType.isList(type)) {
      Class<?> element = (Class<?>) SettingType.element(type);
      return items(value).stream()
          .map(text -> SettingType.parse(element, text, value.folder()))
          .toList();
    }
    String text = single(type, value);
    if (SettingType.isOptional(type)) {
      Class<?> element = (Class<?>) SettingType.element(type);
      return Optional.of(SettingType.parse(element, text, value.folder()));
    }
    return SettingType.parse((Class<?>) type, text, value.folder());
  }

  /**
   * A value as a text: equal values have equal texts.
   *
   * @param value as {@link #parse} gives it
   * @return the text; lists with commas
   */
  static String of(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingText::of).orElse("");
    } else if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> of(item).replace(",", "\\,"))
          .collect(Collectors.joining(", "));
    } else if (value instanceof Enum<?> constant) {
      return EnumWord.of(constant);
    } else if (value instanceof Path path) {
      return path.toAbsolutePath().toString();
    } else if (value instanceof Duration duration) {
      return duration.toMillis() % 1000 == 0
          ? duration.toSeconds() + " s"
          : duration.toMillis() + " ms";
    }
    return value.toString();
  }

  /**
   * The written texts as a user would write them now: numbers stay as they are, words have their
   * present spelling, paths are whole.
   *
   * @param type the setting's type
   * @param value the written value, which must be valid
   * @return the text; lists with commas
   */
  static String shown(Type type, Value value) {
    boolean asWritten =
        SettingType.inner(type) instanceof Class<?> scalar
            && Number.class.isAssignableFrom(boxed(scalar));
    if (asWritten && !SettingType.isList(type)) {
      // YAML's readers write 1e-4 as 1.0E-4.
      return single(type, value).strip().replace(".0E", "e").replace('E', 'e');
    }
    return of(parse(type, value));
  }

  private static Class<?> boxed(Class<?> type) {
    return type.isPrimitive() && type != boolean.class ? Number.class : type;
  }

  /** Whether a line of text holds a list in brackets. */
  static boolean isBracketed(Value value) {
    return value.line() && value.texts().size() == 1 && BracketList.begins(value.texts().get(0));
  }

  private static String single(Type type, Value value) {
    if (value.texts().size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %s, found %d values",
              SettingType.describe(type),
              value.texts().size()));
    }
    return value.texts().get(0);
  }

  /**
   * A list's items: several values, or one text with commas; {@code \,} is no separator. On a line
   * it may be in brackets.
   *
   * @throws IllegalArgumentException if there is something wrong with the brackets
   */
  static List<String> items(Value value) {
    if (value.texts().size() != 1) {
      return value.texts();
    }
    String text = value.texts().get(0);
    if (isBracketed(value)) {
      return BracketList.items(text);
    }
    if (text.isBlank()) {
      return List.of();
    }
    return Arrays.stream(text.split("(?<!\\\\),"))
        .map(item -> item.replace("\\,", ",").strip())
        .toList();
  }
}
