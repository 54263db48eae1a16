package org.sdvgen.host.config;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.config.Setting;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.config.Settings.Value;

/**
 * A setting as a record or the layout declares it.
 *
 * @param key its key; {@code <track>} and the like stand for a name that the configuration chooses,
 *     {@code <n>} for the number of a group in a list
 * @param type its Java type
 * @param defaultValue the value when absent
 * @param required whether it must be given
 * @param doc the setting in one sentence
 * @param decidesResult whether another value may lead to other weights
 * @param choices names that can be chosen, where they are a component's
 * @param owner the component that it is a setting of; empty for the program's own
 */
record DeclaredSetting(
    String key,
    Type type,
    Optional<String> defaultValue,
    boolean required,
    String doc,
    boolean decidesResult,
    List<String> choices,
    Optional<Owner> owner) {
  private static final String NUMBER = "<n>";

  /**
   * A component whose settings are declared.
   *
   * @param kind its kind in words
   * @param name its name
   * @param nameKey the key that chooses it; empty if its name is part of its settings' keys
   */
  record Owner(String kind, String name, String nameKey) {
    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  /** A component of a record. */
  static DeclaredSetting of(
      String key, Type type, Setting setting, boolean decidesResult, Optional<Owner> owner) {
    boolean hasDefault = !setting.defaultValue().equals(Setting.NONE);
    return new DeclaredSetting(
        key,
        type,
        hasDefault ? Optional.of(setting.defaultValue()) : Optional.empty(),
        !hasDefault && !SettingType.isOptional(type) && !SettingType.isList(type),
        setting.doc(),
        decidesResult && setting.decidesResult(),
        SettingType.inner(type) instanceof Class<?> scalar && scalar.isEnum()
            ? SettingType.words(scalar)
            : List.of(),
        owner);
  }

  /** This setting with names that can be chosen. */
  DeclaredSetting withChoices(List<String> names) {
    return new DeclaredSetting(key, type, defaultValue, required, doc, decidesResult, names, owner);
  }

  /** The setting in words. */
  SettingInfo info() {
    return info(key);
  }

  /** The setting in words, under a key of its own. */
  SettingInfo info(String shown) {
    return new SettingInfo(
        shown,
        SettingType.describe(type),
        choices,
        defaultValue,
        required,
        doc,
        decidesResult,
        owner.map(Owner::toString));
  }

  /**
   * Whether a key is of this setting.
   *
   * @param whole a key of a configuration, or one with placeholders
   */
  boolean hasKey(String whole) {
    return matches(parts(key), parts(whole));
  }

  /** Whether a key lies in a section of which this setting is a part. */
  boolean isBelow(String section) {
    List<String> parts = parts(key);
    List<String> wanted = parts(section);
    return wanted.size() < parts.size() && matches(parts.subList(0, wanted.size()), wanted);
  }

  private static List<String> parts(String key) {
    return List.of(key.split("\\.", -1));
  }

  private static boolean matches(List<String> pattern, List<String> parts) {
    if (pattern.isEmpty() || parts.isEmpty()) {
      return pattern.isEmpty() && parts.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    String first = pattern.get(0);
    if (first.equals(NUMBER)) {
      boolean number = parts.get(0).equals(NUMBER) || parts.get(0).matches("[0-9]+");
      return matches(rest, number ? parts.subList(1, parts.size()) : parts);
    }
    return (first.startsWith("<") || first.equals(parts.get(0)))
        && matches(rest, parts.subList(1, parts.size()));
  }

  /** Whether a configuration has chosen the component that this is a setting of. */
  boolean isChosen(String whole, Map<String, String> configuration) {
    if (owner.isEmpty() || owner.get().nameKey().isEmpty()) {
      return true;
    }
    List<String> parts = parts(whole);
    List<String> nameKey = new ArrayList<>(parts(owner.get().nameKey()));
    nameKey.replaceAll(part -> part.startsWith("<") ? parts.get(nameKey.indexOf(part)) : part);
    return owner.get().name().equals(configuration.get(String.join(".", nameKey)));
  }

  /**
   * A value in a form in which equal values are equal texts.
   *
   * @param written the configured text; empty if the key is absent
   * @return the value's text, the default's, or nothing
   */
  String value(Optional<String> written) {
    Optional<String> text = written.or(this::defaultValue);
    try {
      Value value = new Value(List.of(text.orElse("")), Path.of("").toAbsolutePath());
      return text.isEmpty() ? "" : SettingText.of(SettingText.parse(type, value));
    } catch (IllegalArgumentException e) {
      // Another version's word: it is compared as it stands.
      return text.orElse("");
    }
  }
}
