package org.sdvgen.host.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.host.config.Layout.Group;
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
  private final Map<String, EffectiveSetting> effective = new LinkedHashMap<>();

  /**
   * A binder that knows no key yet.
   *
   * @param settings the written settings
   * @param problems takes everything that is wrong
   * @param defaultFolder folder against which relative paths in defaults are resolved
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

  /** Binds the record of a place. */
  <C extends Record> Optional<C> bind(Group<C> group) {
    return bind(group.type(), group.prefix());
  }

  private Optional<Object> component(Class<?> owner, RecordComponent component, String prefix) {
    if (component.isAnnotationPresent(Inlined.class)) {
      return bind(component.getType().asSubclass(Record.class), prefix).map(Object.class::cast);
    }
    String key = prefix + snakeCase(component.getName());
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(
          "%s.%s has no @Setting".formatted(owner.getName(), component.getName()));
    }
    known.add(key);
    Type type = component.getGenericType();
    if (SettingType.isGroup(SettingType.inner(type))) {
      return group(type, ((Class<?>) SettingType.inner(type)).asSubclass(Record.class), key);
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
      tell(key, Optional.empty(), EffectiveSetting.DEFAULT);
      return Optional.of(Optional.empty());
    }
    return bind(group, key + ".").map(Optional::of);
  }

  private <C extends Record> Optional<Object> groups(Class<C> group, String key) {
    if (!settings.hasSection(key + ".")) {
      tell(key, Optional.empty(), EffectiveSetting.DEFAULT);
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
        value.ifPresent(path -> settings.put(key, absolute(path, written.get())));
      } else if (SettingType.isList(type) && value.isPresent()) {
        keepAsList(key, written.get());
      }
      return value;
    }
    if (!setting.defaultValue().equals(Setting.NONE)) {
      Value value = new Value(List.of(setting.defaultValue()), defaultFolder);
      Optional<Object> parsed = parse(type, key, value);
      tell(key, parsed.map(sound -> SettingText.shown(type, value)), EffectiveSetting.DEFAULT);
      return parsed;
    }
    if (SettingType.isOptional(type)) {
      tell(key, Optional.empty(), EffectiveSetting.DEFAULT);
      return Optional.of(Optional.empty());
    }
    problems.add("%s is missing: %s".formatted(key, setting.doc()));
    return Optional.empty();
  }

  private Optional<Object> parse(Type type, String key, Value value) {
    try {
      Object parsed = SettingText.parse(type, value);
      tell(key, Optional.of(SettingText.shown(type, value)), value.origin().toString());
      return Optional.of(parsed);
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void tell(String key, Optional<String> value, String origin) {
    effective.put(key, new EffectiveSetting(key, value, origin));
  }

  /** Paths are kept as they were resolved: the record of a run stands in another folder. */
  private static Value absolute(Object paths, Value written) {
    Object inner = paths instanceof Optional<?> optional ? optional.orElseThrow() : paths;
    if (inner instanceof List<?> list) {
      return written.withList(list.stream().map(RecordBinder::absolute).toList());
    }
    return written.with(List.of(absolute(inner)));
  }

  private static String absolute(Object path) {
    return ((Path) path).toAbsolutePath().toString();
  }

  /** The record of a run has lists of its own, and takes a text with brackets for one name. */
  private void keepAsList(String key, Value value) {
    if (SettingText.isBracketed(value)) {
      settings.put(key, value.withList(SettingText.items(value)));
    }
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
      problems.add(rangeProblem(e.getTargetException(), type, prefix));
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }

  private static String rangeProblem(Throwable cause, Class<?> type, String prefix) {
    if (!(cause instanceof IllegalArgumentException || cause instanceof InputException)) {
      throw new IllegalStateException("a configuration record failed", cause);
    }
    String message = String.valueOf(cause.getMessage());
    boolean namesKey = keys(type).stream().anyMatch(key -> message.startsWith(key));
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
    Optional<Value> written = settings.get(key);
    if (written.isEmpty()) {
      tell(key, Optional.empty(), EffectiveSetting.DEFAULT);
    }
    return written
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
      tell(key, Optional.empty(), EffectiveSetting.DEFAULT);
      return List.of();
    }
    try {
      List<String> names = SettingText.items(written.get());
      tell(key, Optional.of(String.join(", ", names)), written.get().origin().toString());
      keepAsList(key, written.get());
      return names;
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return List.of();
    }
  }

  /** Everything that was read or left to its default, in the order of reading. */
  List<EffectiveSetting> effective() {
    return List.copyOf(effective.values());
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

  /** The keys of a record's components, those of inlined records in their place. */
  static List<String> keys(Class<?> record) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      if (component.isAnnotationPresent(Inlined.class)) {
        keys.addAll(keys(component.getType()));
      } else {
        keys.add(snakeCase(component.getName()));
      }
    }
    return keys;
  }

  /** The key of a component: {@code normLora} becomes {@code norm_lora}. */
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
