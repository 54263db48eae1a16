package org.sdvgen.host.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.host.config.Settings.Value;

/**
 * Binds settings to records by the names of their components, and remembers which keys it knows, so
 * that the others can be reported.
 */
final class RecordBinder {
  private final Settings settings;
  private final Problems problems;
  private final Path defaultFolder;
  private final Set<String> known = new TreeSet<>();
  private final List<String> ignoredSections = new ArrayList<>();

  /**
   * A binder that knows no key yet.
   *
   * @param settings what was written
   * @param problems takes everything that is wrong
   * @param defaultFolder what relative paths in defaults are resolved against
   */
  RecordBinder(Settings settings, Problems problems, Path defaultFolder) {
    this.settings = settings;
    this.problems = problems;
    this.defaultFolder = defaultFolder;
  }

  /**
   * Binds a record.
   *
   * @param type the record
   * @param prefix the section with its dot at the end, or the empty text
   * @param reserved keys of the section that belong to others, such as {@code name}
   * @return the record; empty if there is a problem, which has then been reported
   */
  <C extends Record> Optional<C> bind(Class<C> type, String prefix, String... reserved) {
    for (String key : reserved) {
      known.add(prefix + key);
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    boolean whole = true;
    for (int i = 0; i < components.length; i++) {
      Optional<Object> value = component(type, components[i], prefix);
      whole &= value.isPresent();
      arguments[i] = value.orElse("");
    }
    return whole ? construct(type, components, arguments, prefix) : Optional.empty();
  }

  private Optional<Object> component(Class<?> owner, RecordComponent component, String prefix) {
    String key = prefix + snakeCase(component.getName());
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(
          "%s.%s has no @Setting".formatted(owner.getName(), component.getName()));
    }
    known.add(key);
    Type type = component.getGenericType();
    Type inner =
        SettingType.isList(type) || SettingType.isOptional(type) ? SettingType.element(type) : type;
    if (inner instanceof Class<?> group && group.isRecord()) {
      return group(type, group.asSubclass(Record.class), key);
    }
    return value(type, key, setting);
  }

  private <C extends Record> Optional<Object> group(Type type, Class<C> group, String key) {
    if (SettingType.isList(type)) {
      return groups(group, key);
    }
    if (!SettingType.isOptional(type)) {
      return bind(group, key + ".").map(Object.class::cast);
    }
    if (!settings.hasSection(key + ".")) {
      return Optional.of(Optional.empty());
    }
    return bind(group, key + ".").map(Optional::of);
  }

  private <C extends Record> Optional<Object> groups(Class<C> group, String key) {
    if (!settings.hasSection(key + ".")) {
      return Optional.of(List.of());
    }
    List<Optional<C>> bound = new ArrayList<>();
    if (!settings.hasSection(key + ".0.")) {
      bound.add(bind(group, key + "."));
    }
    for (int i = 0; settings.hasSection(key + "." + i + "."); i++) {
      bound.add(bind(group, key + "." + i + "."));
    }
    boolean whole = bound.stream().allMatch(Optional::isPresent);
    return whole ? Optional.of(bound.stream().map(Optional::get).toList()) : Optional.empty();
  }

  private Optional<Object> value(Type type, String key, Setting setting) {
    Optional<Value> written = settings.get(key);
    if (written.isPresent()) {
      Optional<Object> value = parse(type, key, written.get());
      if (SettingType.isPath(type)) {
        value.ifPresent(path -> settings.put(key, absolute(path, written.get().folder())));
      } else if (SettingType.isList(type) && value.isPresent()) {
        keepAsList(key, written.get());
      }
      return value;
    }
    if (!setting.defaultValue().equals(Setting.NONE)) {
      return parse(type, key, new Value(List.of(setting.defaultValue()), defaultFolder));
    }
    if (SettingType.isOptional(type)) {
      return Optional.of(Optional.empty());
    }
    problems.add("%s is missing: %s".formatted(key, setting.doc()));
    return Optional.empty();
  }

  private Optional<Object> parse(Type type, String key, Value value) {
    try {
      if (SettingType.isList(type)) {
        Class<?> element = (Class<?>) SettingType.element(type);
        return Optional.of(
            items(value).stream()
                .map(text -> SettingType.parse(element, text, value.folder()))
                .toList());
      }
      String text = single(type, value);
      if (SettingType.isOptional(type)) {
        Class<?> element = (Class<?>) SettingType.element(type);
        return Optional.of(Optional.of(SettingType.parse(element, text, value.folder())));
      }
      return Optional.of(SettingType.parse((Class<?>) type, text, value.folder()));
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Paths are kept as they were resolved: the record of a run stands in another folder. */
  private static Value absolute(Object paths, Path folder) {
    Object inner = paths instanceof Optional<?> optional ? optional.orElseThrow() : paths;
    if (inner instanceof List<?> list) {
      return Value.list(list.stream().map(RecordBinder::absolute).toList(), folder);
    }
    return new Value(List.of(absolute(inner)), folder);
  }

  private static String absolute(Object path) {
    return ((Path) path).toAbsolutePath().toString();
  }

  /** The record of a run has lists of its own, and takes a text with brackets for one name. */
  private void keepAsList(String key, Value value) {
    if (isBracketed(value)) {
      settings.put(key, Value.list(items(value), value.folder()));
    }
  }

  private static boolean isBracketed(Value value) {
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
  private static List<String> items(Value value) {
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

  private <C extends Record> Optional<C> construct(
      Class<C> type, RecordComponent[] components, Object[] arguments, String prefix) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      Constructor<C> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      problems.add(rangeProblem(e.getTargetException(), components, prefix));
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }

  private static String rangeProblem(Throwable cause, RecordComponent[] components, String prefix) {
    if (!(cause instanceof IllegalArgumentException || cause instanceof InputException)) {
      throw new IllegalStateException("a configuration record failed", cause);
    }
    String message = String.valueOf(cause.getMessage());
    boolean namesKey =
        Arrays.stream(components)
            .map(component -> snakeCase(component.getName()))
            .anyMatch(key -> message.startsWith(key));
    if (namesKey || prefix.isEmpty()) {
      return prefix + message;
    }
    return prefix.substring(0, prefix.length() - 1) + ": " + message;
  }

  /**
   * Reads a key that belongs to no record.
   *
   * @param key the full key
   * @return its value, surrounding space removed; empty if it is absent or not a single text
   */
  Optional<String> text(String key) {
    known.add(key);
    return settings
        .get(key)
        .flatMap(value -> parse(String.class, key, value))
        .map(value -> ((String) value).strip());
  }

  /**
   * Reads a key that belongs to no record and holds names.
   *
   * @param key the full key
   * @return the names; none if the key is absent
   */
  List<String> names(String key) {
    known.add(key);
    Optional<Value> written = settings.get(key);
    if (written.isEmpty()) {
      return List.of();
    }
    try {
      List<String> names = items(written.get());
      keepAsList(key, written.get());
      return names;
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return List.of();
    }
  }

  /** Leaves a section alone whose keys cannot be known because its component is not. */
  void ignoreSection(String prefix) {
    ignoredSections.add(prefix);
  }

  /** Reports every key that nothing was bound to, with the nearest known one. */
  void reportUnknownKeys() {
    for (String key : settings.keys()) {
      if (!known.contains(key) && ignoredSections.stream().noneMatch(key::startsWith)) {
        problems.add(
            "%s is not a known setting; did you mean %s?"
                .formatted(key, NearestName.of(key, known).orElseThrow()));
      }
    }
  }

  /** The key of a component: {@code normLora} becomes {@code norm_lora}. */
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
