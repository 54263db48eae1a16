package org.sdvgen.host.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sdvgen.api.config.Inlined;
import org.sdvgen.api.config.Setting;
import org.sdvgen.host.config.Settings.Value;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/** Checks that components' settings can be bound, before a configuration asks for them. */
public final class SettingsCheck {
  private static final String REMEDY = "report this to the plugin's author";

  private final List<String> faults = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();

  private SettingsCheck() {}

  /**
   * Takes components out of the choice whose settings are declared wrongly.
   *
   * @param plugins all components
   */
  public static void of(PluginRegistry plugins) {
    for (ComponentKind<?> kind : ComponentKind.ALL) {
      for (PluginRegistry.Entry<?> entry : plugins.all(kind)) {
        SettingsCheck check = new SettingsCheck();
        try {
          check.record(entry.factory().settingsType());
        } catch (LinkageError e) {
          check.faults.add("its settings cannot be read: " + e);
        }
        if (!check.faults.isEmpty()) {
          plugins.exclude(entry, String.join("; ", check.faults), REMEDY);
        }
      }
    }
  }

  private void record(Class<? extends Record> type) {
    components(type, "");
    if (!faults.isEmpty()) {
      return;
    }
    List<DeclaredSetting> declared = new ArrayList<>();
    SettingCatalog.walk(type, "", true, Optional.empty(), declared);
    declared.forEach(this::defaultValue);
    if (faults.isEmpty() && declared.stream().noneMatch(DeclaredSetting::required)) {
      allDefaults(type);
    }
  }

  private void components(Class<?> type, String prefix) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + RecordBinder.snakeCase(component.getName());
      Class<?> raw = component.getType();
      if (component.isAnnotationPresent(Inlined.class)) {
        if (raw.isRecord()) {
          components(raw, prefix);
        } else {
          faults.add("its setting %s is @Inlined, but no record".formatted(key));
        }
      } else if (component.getAnnotation(Setting.class) == null) {
        faults.add("its setting %s has no @Setting".formatted(key));
      } else if (!keys.add(key)) {
        faults.add("two of its settings have the key " + key);
      } else {
        type(component.getGenericType(), key);
      }
    }
  }

  private void type(Type type, String key) {
    Type inner = type;
    if (SettingType.isList(type) || SettingType.isOptional(type)) {
      if (!(type instanceof ParameterizedType)) {
        faults.add("its setting %s does not say of what it is a %s".formatted(key, name(type)));
        return;
      }
      inner = SettingType.element(type);
    }
    if (SettingType.isGroup(inner)) {
      components((Class<?>) inner, SettingType.isList(type) ? key + ".<n>." : key + ".");
    } else if (!SettingType.isSupported(inner)) {
      faults.add(
          "its setting %s has the type %s; a setting is %s"
              .formatted(key, name(type), SettingType.SUPPORTED));
    }
  }

  private static String name(Type type) {
    return type.getTypeName().replaceAll("\\b[a-z0-9_]+\\.", "");
  }

  private void defaultValue(DeclaredSetting setting) {
    setting
        .defaultValue()
        .ifPresent(
            text -> {
              try {
                SettingText.parse(setting.type(), new Value(List.of(text), Path.of("")));
              } catch (IllegalArgumentException e) {
                faults.add(
                    "the default of its setting %s: %s".formatted(setting.key(), e.getMessage()));
              }
            });
  }

  /** Lets the record itself see its defaults. */
  private void allDefaults(Class<? extends Record> type) {
    Problems problems = new Problems();
    try {
      new RecordBinder(new Settings(), problems, Path.of("")).bind(type, "");
    } catch (IllegalStateException e) {
      faults.add("its settings' record: " + (e.getCause() == null ? e : e.getCause()));
    }
    problems.all().forEach(problem -> faults.add("with its defaults: " + problem));
  }
}
