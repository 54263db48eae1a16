package org.sdvgen.host.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.config.WrittenAs;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.FileNames;

/** The types a setting may have besides records: how they are parsed and called. */
final class SettingType {
  /** All types in words, for authors of plugins. */
  static final String SUPPORTED =
      "a String, int, long, float, double, boolean, Path, Duration, an enum, a class with"
          + " @WrittenAs, a record of further settings, or an Optional or List of one of these";

  /** A length of time as it is written: a number and its unit. */
  static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(ms|s|min|h|d)");

  private static final Map<String, Double> SECONDS =
      Map.of("ms", 0.001, "s", 1.0, "min", 60.0, "h", 3600.0, "d", 86400.0);

  private SettingType() {}

  /** Whether a setting may have a type, which is no group, list or optional. */
  static boolean isSupported(Type type) {
    return type instanceof Class<?> scalar
        && (scalar.isEnum()
            || scalar.isAnnotationPresent(WrittenAs.class)
            || scalar == String.class
            || scalar == Path.class
            || scalar == Duration.class
            || isNumber(scalar)
            || isBoolean(scalar));
  }

  static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  static boolean isNumber(Class<?> type) {
    return isWhole(type)
        || type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class;
  }

  static boolean isBoolean(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }

  /**
   * Parses one value.
   *
   * @param type a scalar type or an enum
   * @param text the written value
   * @param folder folder against which a relative path is resolved
   * @return the value
   * @throws IllegalArgumentException if the text is no such value; the message says what was
   *     expected and found
   */
  static Object parse(Class<?> type, String text, Path folder) {
    String word = text.strip();
    try {
      if (type == String.class) {
        return text;
      } else if (type == int.class || type == Integer.class) {
        return Integer.valueOf(word);
      } else if (type == long.class || type == Long.class) {
        return Long.valueOf(word);
      } else if (type == double.class || type == Double.class) {
        return finite(word);
      } else if (type == float.class || type == Float.class) {
        return finiteFloat(word);
      } else if (type == Duration.class) {
        return parseDuration(word);
      } else if (isBoolean(type)) {
        return parseBoolean(word);
      } else if (type == Path.class && !word.isEmpty()) {
        return FileNames.resolve(folder, word).normalize();
      } else if (type.isEnum()) {
        return parseEnum(type, word);
      } else if (type.isAnnotationPresent(WrittenAs.class)) {
        return parseOwn(type, word);
      }
    } catch (NumberFormatException e) {
      throw expected(type, word);
    } catch (InputException e) {
      throw new IllegalArgumentException("expected a path, but " + e.getMessage(), e);
    }
    throw expected(type, word);
  }

  private static Double finite(String word) {
    double value = Double.parseDouble(word);
    if (!Double.isFinite(value)) {
      throw expected(double.class, word);
    }
    return value;
  }

  private static Float finiteFloat(String word) {
    float value = Float.parseFloat(word);
    if (!Float.isFinite(value)) {
      throw expected(float.class, word);
    }
    return value;
  }

  private static Duration parseDuration(String word) {
    Matcher written = DURATION.matcher(word);
    Double unit = written.matches() ? SECONDS.get(written.group(2)) : null;
    if (unit == null) {
      throw expected(Duration.class, word);
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(written.group(1)) * unit * 1000));
  }

  private static Boolean parseBoolean(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw expected(boolean.class, word);
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum's, as was asked before
  private static Object parseEnum(Class<?> type, String word) {
    Optional<?> found = EnumWord.find((Class) type, word);
    return found.orElseThrow(() -> expected(type, word));
  }

  /** A class that {@link WrittenAs} one text reads it itself. */
  private static Object parseOwn(Class<?> type, String word) {
    try {
      return type.getMethod("parse", String.class).invoke(null, word);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        throw expected(type, word);
      }
      throw new IllegalStateException("cannot read a " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " has no public parse(String)", e);
    }
  }

  private static IllegalArgumentException expected(Class<?> type, String found) {
    return new IllegalArgumentException(
        "expected %s, found \"%s\"".formatted(describeScalar(type), found));
  }

  /** Says in words what a setting takes. */
  static String describe(Type type) {
    if (isList(type)) {
      return "list of " + describe(element(type));
    }
    return isOptional(type) ? describe(element(type)) : describeScalar((Class<?>) type);
  }

  private static String describeScalar(Class<?> type) {
    if (isWhole(type)) {
      return "a whole number";
    } else if (isNumber(type)) {
      return "a number";
    } else if (isBoolean(type)) {
      return "true or false";
    } else if (type == Duration.class) {
      return "a length of time, such as 90 s, 1.5 h or 200 ms";
    } else if (type == Path.class) {
      return "a path";
    } else if (type.isEnum()) {
      return "one of " + String.join(", ", words(type));
    } else if (type.isAnnotationPresent(WrittenAs.class)) {
      return type.getAnnotation(WrittenAs.class).form();
    } else if (type == String.class) {
      return "text";
    } else if (type.isRecord()) {
      return "a group of settings";
    }
    throw new IllegalStateException("a setting cannot have the type " + type.getName());
  }

  /** The words of an enum. */
  @SuppressWarnings("unchecked") // the class is an enum's
  static List<String> words(Class<?> type) {
    return EnumWord.all((Class<? extends Enum<?>>) type);
  }

  /** Whether a type is a record of further settings. */
  static boolean isGroup(Type type) {
    return type instanceof Class<?> scalar
        && scalar.isRecord()
        && !scalar.isAnnotationPresent(WrittenAs.class);
  }

  /** The type of a list's items or of an optional value, and any other type itself. */
  static Type inner(Type type) {
    return isList(type) || isOptional(type) ? element(type) : type;
  }

  static boolean isList(Type type) {
    return raw(type) == List.class;
  }

  static boolean isOptional(Type type) {
    return raw(type) == Optional.class;
  }

  /** The type argument of a list or an optional. */
  static Type element(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  /** Whether a setting is a path, an optional one or a list of them. */
  static boolean isPath(Type type) {
    return inner(type) == Path.class;
  }

  private static Type raw(Type type) {
    return type instanceof ParameterizedType generic ? generic.getRawType() : type;
  }
}
