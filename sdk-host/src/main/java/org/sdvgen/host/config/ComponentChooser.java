package org.sdvgen.host.config;

import java.util.Optional;
import java.util.stream.Collectors;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.Layout.Slot;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/** Finds the components that a configuration names, and binds their settings. */
final class ComponentChooser {
  private final PluginRegistry plugins;
  private final Settings settings;
  private final Problems problems;
  private final RecordBinder binder;

  /**
   * A chooser.
   *
   * @param plugins the components that can be chosen
   * @param settings the written settings
   * @param problems takes everything that is wrong
   * @param binder binds the components' settings
   */
  ComponentChooser(
      PluginRegistry plugins, Settings settings, Problems problems, RecordBinder binder) {
    this.plugins = plugins;
    this.settings = settings;
    this.problems = problems;
    this.binder = binder;
  }

  /** The component of a section, if the section is there and right. */
  <T> Optional<ComponentChoice<T>> optionalChoice(Slot<T> slot) {
    if (settings.hasSection(slot.prefix())) {
      return choice(slot);
    }
    binder.text(slot.nameKey());
    return Optional.empty();
  }

  /** The component of a section that must be there; empty if there is a problem. */
  <T> Optional<ComponentChoice<T>> choice(Slot<T> slot) {
    ComponentKind<T> kind = slot.kind();
    String section = slot.prefix();
    String key = slot.nameKey();
    Optional<String> name = binder.text(key);
    if (name.isEmpty()) {
      String known =
          plugins.all(kind).stream()
              .map(PluginRegistry.Entry::name)
              .collect(Collectors.joining(", "));
      problems.add("%s is missing: choose a %s: %s".formatted(key, kind.label(), known));
      binder.ignoreSection(section);
      return Optional.empty();
    }
    return choose(kind, name.get(), key, section);
  }

  /**
   * The component of a name that stands elsewhere.
   *
   * @param key the setting that gave the name
   * @param section where the component's settings are
   */
  <T> Optional<ComponentChoice<T>> choose(
      ComponentKind<T> kind, String name, String key, String section) {
    try {
      PluginRegistry.Entry<T> found = plugins.find(kind, name, key);
      return binder
          .bind(found.factory().settingsType(), section, "name")
          .map(config -> new ComponentChoice<>(found, config, key, section));
    } catch (InputException e) {
      problems.add(String.valueOf(e.getMessage()));
      binder.ignoreSection(section);
      return Optional.empty();
    }
  }
}
