package org.sdvgen.host.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.plugin.ComponentFactory;

/** All components of all plugins, by kind and name. */
public final class PluginRegistry {
  private final Map<ComponentKind<?>, Map<String, Entry<?>>> kinds = new LinkedHashMap<>();

  /**
   * A registry of what these plugins bring.
   *
   * @param plugins the plugins
   * @throws InputException if two of them bring a component of the same kind and name, or if one
   *     was built for another version of the contract
   */
  public PluginRegistry(List<LoadedPlugin> plugins) {
    for (ComponentKind<?> kind : ComponentKind.ALL) {
      kinds.put(kind, collect(kind, plugins));
    }
  }

  private static <T> Map<String, Entry<?>> collect(
      ComponentKind<T> kind, List<LoadedPlugin> plugins) {
    Map<String, Entry<?>> byName = new TreeMap<>();
    for (LoadedPlugin plugin : plugins) {
      for (Entry<T> entry : entries(kind, plugin)) {
        Entry<?> other = byName.putIfAbsent(entry.name(), entry);
        if (other != null) {
          throw new InputException(
              "two plugins bring a %s called \"%s\": %s and %s; take one of them away"
                  .formatted(kind.label(), entry.name(), other.origin(), entry.origin()));
        }
      }
    }
    return byName;
  }

  private static <T> List<Entry<T>> entries(ComponentKind<T> kind, LoadedPlugin plugin) {
    try {
      List<Entry<T>> entries = new ArrayList<>();
      for (ComponentFactory<?, ? extends T> factory : kind.factories().apply(plugin.plugin())) {
        entries.add(new Entry<>(kind, factory, factory.name(), plugin));
      }
      return entries;
    } catch (LinkageError e) {
      throw PluginLoader.broken(plugin.origin(), e);
    }
  }

  /**
   * The component of a name.
   *
   * @param kind the kind of component
   * @param name its name
   * @param key the configuration key that gave the name, for the message
   * @param <T> the component's type
   * @return the component's factory and plugin
   * @throws InputException if there is none; it names the nearest one and all there are
   */
  public <T> Entry<T> find(ComponentKind<T> kind, String name, String key) {
    for (Entry<T> entry : all(kind)) {
      if (entry.name().equals(name)) {
        return entry;
      }
    }
    throw new InputException(unknown(kind, name, key));
  }

  private String unknown(ComponentKind<?> kind, String name, String key) {
    Collection<String> known = byName(kind).keySet();
    String asked = "%s = %s: no %s has this name".formatted(key, name, kind.label());
    return NearestName.of(name, known)
        .map(
            nearest ->
                "%s; did you mean %s? There are: %s"
                    .formatted(asked, nearest, String.join(", ", known)))
        .orElse(
            asked
                + ", for no plugin brings any: put the plugin's jar into the plugins directory or"
                + " name its directory with --plugin-dir");
  }

  /**
   * Every component of a kind.
   *
   * @param kind the kind
   * @param <T> the component's type
   * @return the entries by name
   */
  public <T> List<Entry<T>> all(ComponentKind<T> kind) {
    List<Entry<T>> entries = new ArrayList<>();
    for (Entry<?> entry : byName(kind).values()) {
      @SuppressWarnings("unchecked") // collect() puts entries under their own kind only
      Entry<T> typed = (Entry<T>) entry;
      entries.add(typed);
    }
    return entries;
  }

  private Map<String, Entry<?>> byName(ComponentKind<?> kind) {
    Map<String, Entry<?>> entries = kinds.get(kind);
    if (entries == null) {
      throw new IllegalArgumentException("no such kind of component: " + kind.label());
    }
    return entries;
  }

  /**
   * One component.
   *
   * @param kind its kind
   * @param factory makes it
   * @param name its name
   * @param plugin brings it
   * @param <T> its type
   */
  public record Entry<T>(
      ComponentKind<T> kind,
      ComponentFactory<?, ? extends T> factory,
      String name,
      LoadedPlugin plugin) {
    /** Returns the jar or folder that brings it, or who gave it. */
    public String origin() {
      return plugin.origin();
    }
  }
}
