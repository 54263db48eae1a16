package org.sdvgen.host.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.PluginProblem;

/**
 * All components of all plugins, by kind and name, and what is wrong with plugins. A component that
 * is broken, or one of two with the same name, cannot be chosen; all others can.
 */
public final class PluginRegistry {
  private static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

  private final Map<ComponentKind<?>, Map<String, Entry<?>>> kinds = new LinkedHashMap<>();
  private final Map<ComponentKind<?>, Map<String, PluginProblem>> broken = new LinkedHashMap<>();
  private final List<PluginProblem> problems = new ArrayList<>();
  private final List<Choice> chosen = new ArrayList<>();
  private final Culprits culprits;

  /**
   * A registry of what these plugins bring.
   *
   * @param plugins the plugins
   */
  public PluginRegistry(List<LoadedPlugin> plugins) {
    this(plugins, List.of());
  }

  /**
   * A registry of what these plugins bring.
   *
   * @param plugins the plugins
   * @param unloaded what is wrong with others, which did not load
   */
  public PluginRegistry(List<LoadedPlugin> plugins, List<PluginProblem> unloaded) {
    problems.addAll(unloaded);
    culprits = new Culprits(plugins);
    for (ComponentKind<?> kind : ComponentKind.ALL) {
      kinds.put(kind, new TreeMap<>());
      broken.put(kind, new TreeMap<>());
      plugins.forEach(plugin -> collect(kind, plugin));
    }
  }

  private <T> void collect(ComponentKind<T> kind, LoadedPlugin plugin) {
    List<ComponentFactory<?, ? extends T>> factories;
    try {
      // A copy: a list that the plugin computes is asked for once, and holds no null.
      factories = List.copyOf(kind.factories().apply(plugin.plugin()));
    } catch (Throwable e) {
      Throwable cause = Failure.plugins(e);
      problems.add(
          plugin.problem(
              "its list of components of the kind " + kind.label() + ": " + Failure.words(cause),
              Failure.remedy(cause)));
      return;
    }
    factories.forEach(factory -> collect(kind, factory, plugin));
  }

  private <T> void collect(
      ComponentKind<T> kind, ComponentFactory<?, ? extends T> factory, LoadedPlugin plugin) {
    String name;
    try {
      name = factory.name();
      if (name == null || !name.matches(NAME)) {
        problems.add(
            plugin.problem(
                "it calls a %s \"%s\"; names are of small letters, digits and single hyphens"
                    .formatted(kind.label(), name),
                Failure.ASK_AUTHOR));
        return;
      }
    } catch (Throwable e) {
      Throwable cause = Failure.plugins(e);
      problems.add(
          plugin.problem(
              "the name of a %s: %s".formatted(kind.label(), Failure.words(cause)),
              Failure.remedy(cause)));
      return;
    }
    add(new Entry<>(kind, factory, name, plugin, culprits));
  }

  private void add(Entry<?> entry) {
    try {
      if (entry.factory().description() == null || !entry.factory().settingsType().isRecord()) {
        exclude(
            entry, "its description is null, or its settings are no record", Failure.ASK_AUTHOR);
        return;
      }
    } catch (Throwable e) {
      Throwable cause = Failure.plugins(e);
      exclude(entry, Failure.words(cause), Failure.remedy(cause));
      return;
    }
    Entry<?> other = byName(entry.kind()).putIfAbsent(entry.name(), entry);
    if (other != null) {
      String reason =
          "two plugins bring a %s called \"%s\", this one and plugin %s %s in %s"
              .formatted(
                  entry.kind().label(),
                  entry.name(),
                  other.plugin().name(),
                  other.plugin().version(),
                  other.origin());
      exclude(entry, reason, "take one of them away");
    }
  }

  /**
   * Takes a component out of the choice.
   *
   * @param entry the component
   * @param reason what is wrong with it
   * @param remedy what the user can do
   */
  public void exclude(Entry<?> entry, String reason, String remedy) {
    PluginProblem problem = entry.problem(Optional.empty(), reason, remedy);
    problems.add(problem);
    byName(entry.kind()).remove(entry.name());
    brokenByName(entry.kind()).put(entry.name(), problem);
  }

  /**
   * Everything that is wrong with plugins and their components.
   *
   * @return the problems in the order in which they were found
   */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Tells an exception that nothing closer to its origin has told.
   *
   * @param thrown the exception
   * @return the exception to throw: one that names the plugin whose code threw it, or the same
   */
  public RuntimeException told(Throwable thrown) {
    return Failure.told(
        thrown,
        culprits,
        Optional.empty(),
        plugin -> {
          List<Choice> own =
              chosen.stream().filter(it -> it.entry().plugin().equals(plugin)).toList();
          return plugin.problem(
              joined(own.stream().map(it -> it.entry().kind().label() + " " + it.entry().name())),
              joined(own.stream().map(Choice::key)),
              Failure.words(thrown),
              Failure.remedy(thrown));
        });
  }

  /**
   * The versions of the plugins whose components the configuration has chosen.
   *
   * @return versions by plugin, without those that do not tell theirs
   */
  public SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    for (Choice choice : chosen) {
      LoadedPlugin plugin = choice.entry().plugin();
      if (!plugin.version().equals(Plugin.UNKNOWN_VERSION)) {
        versions.put(plugin.name(), plugin.version());
      }
    }
    return versions;
  }

  private static Optional<String> joined(Stream<String> names) {
    return names.distinct().reduce((one, other) -> one + " or " + other);
  }

  /** A component that a configuration has chosen, and by which setting. */
  private record Choice(Entry<?> entry, String key) {}

  /**
   * The component of a name.
   *
   * @param kind the kind of component
   * @param name its name
   * @param key the configuration key that gave the name, for the message
   * @param <T> the component's type
   * @return the component's factory and plugin
   * @throws InputException if there is none; it names the nearest one and all there are, or says
   *     what is wrong with it
   */
  public <T> Entry<T> find(ComponentKind<T> kind, String name, String key) {
    PluginProblem problem = brokenByName(kind).get(name);
    if (problem != null) {
      throw new InputException("%s = %s: %s".formatted(key, name, problem.message()));
    }
    for (Entry<T> entry : all(kind)) {
      if (entry.name().equals(name)) {
        chosen.add(new Choice(entry, key));
        return entry;
      }
    }
    StringBuilder message = new StringBuilder(unknown(kind, name, key));
    // The component may be in one of them.
    problems.stream()
        .filter(other -> other.component().isEmpty())
        .forEach(other -> message.append("; ").append(other.message()));
    throw new InputException(message.toString());
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

  private Map<String, PluginProblem> brokenByName(ComponentKind<?> kind) {
    return Objects.requireNonNull(broken.get(kind), kind.label());
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
   * @param culprits know all plugins
   * @param <T> its type
   */
  public record Entry<T>(
      ComponentKind<T> kind,
      ComponentFactory<?, ? extends T> factory,
      String name,
      LoadedPlugin plugin,
      Culprits culprits) {
    /** Returns the jar or folder that brings it, or who gave it. */
    public String origin() {
      return plugin.origin();
    }

    /**
     * A fault of this component.
     *
     * @param key the setting that chose it
     * @param reason what is wrong
     * @param remedy what the user can do
     * @return the fault
     */
    public PluginProblem problem(Optional<String> key, String reason, String remedy) {
      return plugin.problem(Optional.of(kind.label() + " " + name), key, reason, remedy);
    }
  }
}
