package org.sdvgen.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdvgen.api.config.Setting;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.ComponentInfo.SettingInfo;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/** Describes every component and its settings from the records they are bound to. */
public final class ComponentCatalog {
  private ComponentCatalog() {}

  /**
   * Describes the components of all plugins.
   *
   * @param plugins the plugins
   * @return the components by kind and name
   */
  public static List<ComponentInfo> of(PluginRegistry plugins) {
    List<ComponentInfo> infos = new ArrayList<>();
    for (ComponentKind<?> kind : ComponentKind.ALL) {
      plugins.all(kind).forEach(entry -> infos.add(describe(entry)));
    }
    return infos;
  }

  private static ComponentInfo describe(PluginRegistry.Entry<?> entry) {
    List<SettingInfo> settings = new ArrayList<>();
    describe(entry.factory().configType(), "", settings);
    return new ComponentInfo(
        entry.kind().label(),
        entry.kind().key(),
        entry.name(),
        entry.factory().description(),
        entry.plugin().plugin().name(),
        entry.plugin().origin(),
        settings);
  }

  private static void describe(Class<?> group, String prefix, List<SettingInfo> into) {
    for (RecordComponent component : group.getRecordComponents()) {
      String key = prefix + RecordBinder.snakeCase(component.getName());
      Type type = component.getGenericType();
      if (type instanceof Class<?> inner && inner.isRecord()) {
        describe(inner, key + ".", into);
      } else {
        into.add(describe(key, type, component.getAnnotation(Setting.class)));
      }
    }
  }

  private static SettingInfo describe(String key, Type type, Setting setting) {
    boolean hasDefault = !setting.defaultValue().equals(Setting.NONE);
    return new SettingInfo(
        key,
        SettingType.describe(type),
        hasDefault ? Optional.of(setting.defaultValue()) : Optional.empty(),
        !hasDefault && !SettingType.isOptional(type),
        setting.doc());
  }
}
