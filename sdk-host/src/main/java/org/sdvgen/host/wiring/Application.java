package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.config.ConfigurationReader;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.SettingsCheck;
import org.sdvgen.host.plugin.LoadedPlugin;
import org.sdvgen.host.plugin.PluginLoader;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.runtime.io.Resources;

/** A configuration that is wired: gives the parts behind the facade by their types. */
public final class Application implements AutoCloseable {
  private final Resources resources;
  private final PluginRegistry plugins;
  private final Injector injector;
  private final Map<Class<?>, Object> parts = new HashMap<>();
  private boolean closed;

  private Application(Resources resources, PluginRegistry plugins, Injector injector) {
    this.resources = resources;
    this.plugins = plugins;
    this.injector = injector;
  }

  /**
   * Loads the plugins and checks the configuration; model and data are loaded later.
   *
   * @param setup configuration, plugins and clock
   * @return the application; the caller closes it
   * @throws InputException if a plugin or the configuration is at fault
   */
  public static Application open(Setup setup) {
    Resources resources = new Resources();
    try {
      PluginRegistry plugins = plugins(setup, resources);
      plugins.problems().forEach(problem -> setup.notices().say(problem.message()));
      ConfiguredRun config =
          ConfigurationReader.read(plugins, setup.file(), setup.values(), setup.overrides());
      return new Application(resources, plugins, injector(setup, plugins, config, resources));
    } catch (RuntimeException e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  /**
   * Does what needs the plugins and no wired configuration.
   *
   * @param setup says where plugins are
   * @param work given the plugins, which are closed after it
   * @param <T> what comes of it
   * @return its result
   * @throws InputException if a plugin folder is missing
   */
  public static <T> T withPlugins(Setup setup, Function<PluginRegistry, T> work) {
    try (Resources resources = new Resources()) {
      return work.apply(plugins(setup, resources));
    }
  }

  private static PluginRegistry plugins(Setup setup, Resources resources) {
    PluginLoader loader = resources.add(new PluginLoader(Application.class.getClassLoader()));
    List<Path> directories = new ArrayList<>(setup.pluginDirectories());
    PluginLoader.installedDirectory().ifPresent(directories::add);
    List<LoadedPlugin> plugins = new ArrayList<>(loader.fromClassPath());
    plugins.addAll(loader.fromDirectories(directories));
    setup.plugins().forEach(plugin -> loader.given(plugin).ifPresent(plugins::add));
    PluginRegistry registry = new PluginRegistry(plugins, loader.problems());
    SettingsCheck.of(registry);
    return registry;
  }

  private static Injector injector(
      Setup setup, PluginRegistry plugins, ConfiguredRun config, Resources resources) {
    return Guice.createInjector(
        new StrictModule(plugins, resources),
        new SettingsModule(setup, config),
        new ModelModule(),
        new TrainingModule(),
        new ValidationModule(),
        new GenerationModule(),
        new EvaluationModule(),
        new AdapterModule());
  }

  /** The modules that all parts need, and Guice at its strictest. */
  private static final class StrictModule extends AbstractModule {
    private final PluginRegistry plugins;
    private final Resources resources;

    StrictModule(PluginRegistry plugins, Resources resources) {
      this.plugins = plugins;
      this.resources = resources;
    }

    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      binder().requireAtInjectOnConstructors();
      binder().requireExactBindingAnnotations();
      binder().disableCircularProxies();
      bind(PluginRegistry.class).toInstance(plugins);
      bind(Resources.class).toInstance(resources);
    }
  }

  /**
   * Returns a part, wiring at the first call no more than it needs.
   *
   * @param type the part's type, which a module binds
   * @param <T> the same
   * @return the part; the same object at every call
   * @throws InputException if a file or a setting is at fault
   */
  public <T> T get(Class<T> type) {
    if (closed) {
      throw new IllegalStateException("this configuration is closed: open it again to use it");
    }
    return type.cast(parts.computeIfAbsent(type, wanted -> told(type)));
  }

  /** A part; what its calls throw names the plugin at fault, if one is. */
  private <T> T told(Class<T> type) {
    T part;
    try {
      part = injector.getInstance(type);
    } catch (ProvisionException e) {
      // What a component threw, without Guice's words around it.
      throw plugins.told(e.getCause() == null ? e : e.getCause());
    }
    if (!type.isInterface()) {
      return part;
    }
    return type.cast(
        Proxy.newProxyInstance(
            Application.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return method.invoke(part, arguments);
              } catch (InvocationTargetException e) {
                throw plugins.told(e.getCause() == null ? e : e.getCause());
              }
            }));
  }

  /** Frees the model, the data and the plugins. */
  @Override
  public void close() {
    closed = true;
    resources.close();
  }
}
