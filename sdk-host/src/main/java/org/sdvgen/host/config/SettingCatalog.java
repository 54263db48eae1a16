package org.sdvgen.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.config.DeclaredSetting.Owner;
import org.sdvgen.host.config.Layout.Group;
import org.sdvgen.host.config.Layout.Listed;
import org.sdvgen.host.config.Layout.Place;
import org.sdvgen.host.config.Layout.Slot;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/** Every setting that a configuration may have: the program's own and those of all components. */
public final class SettingCatalog {
  private final PluginRegistry plugins;
  private final List<DeclaredSetting> settings = new ArrayList<>();

  /**
   * The settings of a program.
   *
   * @param plugins its components
   */
  public SettingCatalog(PluginRegistry plugins) {
    this.plugins = plugins;
    settings.add(
        new DeclaredSetting(
            SettingsReader.EXTENDS,
            String.class,
            Optional.empty(),
            false,
            "Another configuration file, over whose settings those of this one go",
            false,
            List.of(),
            Optional.empty()));
    Layout.ALL.forEach(place -> settings.addAll(of(place)));
    settings.replaceAll(this::withNames);
  }

  /** Adds the names that a list of components may have. */
  private DeclaredSetting withNames(DeclaredSetting setting) {
    for (Place place : Layout.ALL) {
      if (place instanceof Listed<?> listed && setting.key().equals(listed.namesKey())) {
        return setting.withChoices(componentNames(listed.kind()));
      }
    }
    return setting;
  }

  private List<DeclaredSetting> of(Place place) {
    List<DeclaredSetting> into = new ArrayList<>();
    if (place instanceof Group<?> group) {
      walk(group.type(), group.prefix(), true, Optional.empty(), into);
    } else if (place instanceof Slot<?> slot) {
      into.add(
          new DeclaredSetting(
              slot.nameKey(),
              String.class,
              Optional.empty(),
              slot.required(),
              slot.doc(),
              slot.decidesResult(),
              componentNames(slot.kind()),
              Optional.empty()));
      for (PluginRegistry.Entry<?> entry : plugins.all(slot.kind())) {
        Owner owner = new Owner(slot.kind().label(), entry.name(), slot.nameKey());
        walk(settingsType(entry), slot.prefix(), slot.decidesResult(), Optional.of(owner), into);
      }
    } else if (place instanceof Listed<?> listed) {
      for (PluginRegistry.Entry<?> entry : plugins.all(listed.kind())) {
        Owner owner = new Owner(listed.kind().label(), entry.name(), "");
        walk(
            settingsType(entry),
            listed.prefixOf(entry.name()),
            listed.decidesResult(),
            Optional.of(owner),
            into);
      }
    }
    return into;
  }

  private static Class<? extends Record> settingsType(PluginRegistry.Entry<?> entry) {
    return entry.factory().settingsType();
  }

  private List<String> componentNames(ComponentKind<?> kind) {
    return plugins.all(kind).stream().map(PluginRegistry.Entry::name).toList();
  }

  /** Adds the settings of a record and of the records in it. */
  static void walk(
      Class<?> group,
      String prefix,
      boolean decidesResult,
      Optional<Owner> owner,
      List<DeclaredSetting> into) {
    for (RecordComponent component : group.getRecordComponents()) {
      if (component.isAnnotationPresent(Inlined.class)) {
        walk(component.getType(), prefix, decidesResult, owner, into);
        continue;
      }
      Setting setting = component.getAnnotation(Setting.class);
      String key = prefix + RecordBinder.snakeCase(component.getName());
      Type type = component.getGenericType();
      if (SettingType.isGroup(SettingType.inner(type))) {
        String below = SettingType.isList(type) ? key + ".<n>." : key + ".";
        boolean decides = decidesResult && setting.decidesResult();
        walk((Class<?>) SettingType.inner(type), below, decides, owner, into);
      } else {
        into.add(DeclaredSetting.of(key, type, setting, decidesResult, owner));
      }
    }
  }

  /** Every setting, in the order of the layout. */
  List<DeclaredSetting> all() {
    return List.copyOf(settings);
  }

  /** The setting that a key means in a configuration, by whose choices components are known. */
  private Optional<DeclaredSetting> find(String key, Map<String, String> configuration) {
    return settings.stream()
        .filter(setting -> setting.hasKey(key) && setting.isChosen(key, configuration))
        .findFirst();
  }

  /**
   * Tells whether another value of a setting may lead to other weights.
   *
   * @param key a whole key
   * @param configuration the settings among which it stands, by whole keys
   * @return false if it only says how a run is stored, read, watched or used; true of a key that is
   *     not known
   */
  public boolean decidesResult(String key, Map<String, String> configuration) {
    return find(key, configuration)
        .map(DeclaredSetting::decidesResult)
        .orElseGet(() -> settings.stream().noneMatch(it -> it.hasKey(key) && !it.decidesResult()));
  }

  /**
   * Tells whether two configurations give a setting the same value: as it is bound, not as it is
   * spelled, and with its default where it is absent.
   *
   * @param key a whole key
   * @param one settings by whole keys
   * @param other settings by whole keys
   * @return true if the values are equal
   */
  public boolean isSame(String key, Map<String, String> one, Map<String, String> other) {
    Optional<String> first = Optional.ofNullable(one.get(key));
    Optional<String> second = Optional.ofNullable(other.get(key));
    if (first.equals(second)) {
      return true;
    }
    Optional<DeclaredSetting> declared = find(key, other).or(() -> find(key, one));
    return declared
        .map(setting -> setting.value(first).equals(setting.value(second)))
        .orElse(false);
  }

  /**
   * Explains a setting, or all settings of a section.
   *
   * @param key a whole key, with any name where a configuration chooses one; or the beginning of
   *     several keys, such as {@code generate}; or the empty text for all
   * @return the setting, of several components where each has its own; or those of the section
   * @throws InputException if there is neither; it names the nearest key
   */
  public List<SettingInfo> explain(String key) {
    if (key.isEmpty()) {
      return settings.stream().map(DeclaredSetting::info).toList();
    }
    List<DeclaredSetting> found = settings.stream().filter(it -> it.hasKey(key)).toList();
    if (found.isEmpty()) {
      String section = key.endsWith(".") ? key.substring(0, key.length() - 1) : key;
      found = settings.stream().filter(it -> it.isBelow(section)).toList();
    }
    if (found.isEmpty()) {
      throw new InputException(
          "%s is not a known setting; did you mean %s?".formatted(key, nearest(key)));
    }
    return found.stream().map(DeclaredSetting::info).toList();
  }

  private String nearest(String key) {
    Set<String> known = new LinkedHashSet<>();
    settings.stream()
        .map(DeclaredSetting::key)
        .filter(whole -> whole.endsWith("." + key))
        .forEach(known::add);
    if (known.isEmpty()) {
      settings.forEach(setting -> known.add(setting.key()));
    }
    return NearestName.of(key, known).orElseThrow();
  }
}
