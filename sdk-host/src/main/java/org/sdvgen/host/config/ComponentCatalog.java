package org.sdvgen.host.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.config.DeclaredSetting.Owner;
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
    List<DeclaredSetting> settings = new ArrayList<>();
    Owner owner = new Owner(entry.kind().label(), entry.name(), "");
    SettingCatalog.walk(entry.factory().settingsType(), "", true, Optional.of(owner), settings);
    return new ComponentInfo(
        entry.kind().label(),
        entry.kind().key(),
        entry.name(),
        entry.factory().description(),
        entry.plugin().name(),
        entry.plugin().version(),
        entry.plugin().origin(),
        settings.stream().map(DeclaredSetting::info).toList());
  }
}
