package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.CodecFitting;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.DataInspector;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.host.Evaluator;
import org.sdvgen.host.Generator;
import org.sdvgen.host.GradientAnalyzer;
import org.sdvgen.host.Preparer;
import org.sdvgen.host.SettingInfo;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.config.ComponentCatalog;
import org.sdvgen.host.config.FitConfig;
import org.sdvgen.host.config.RunConfig;
import org.sdvgen.host.config.RunConfigReader;
import org.sdvgen.host.config.SettingCatalog;
import org.sdvgen.host.config.SettingSchema;
import org.sdvgen.host.plugin.LoadedPlugin;
import org.sdvgen.host.plugin.PluginLoader;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.runtime.io.Resources;

/** The wired parts behind the facade. */
public final class Application implements AutoCloseable {
  private final Resources resources;
  private final PluginRegistry plugins;
  private final Injector injector;
  private boolean closed;

  private Application(Resources resources, PluginRegistry plugins, Injector injector) {
    this.resources = resources;
    this.plugins = plugins;
    this.injector = injector;
  }

  /**
   * Loads the plugins and checks the configuration; model and data are loaded later.
   *
   * @param setup what to start from
   * @return the application; the caller closes it
   * @throws InputException if a plugin or the configuration is at fault
   */
  public static Application open(Setup setup) {
    Resources resources = new Resources();
    try {
      PluginRegistry plugins = plugins(setup, resources);
      RunConfig config =
          RunConfigReader.read(plugins, setup.file(), setup.values(), setup.overrides());
      return new Application(resources, plugins, injector(setup, config, resources));
    } catch (RuntimeException e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  /**
   * Lists the components that plugins bring, without a configuration.
   *
   * @param setup says where plugins are
   * @return the components by kind and name
   * @throws InputException if a plugin does not load
   */
  public static List<ComponentInfo> components(Setup setup) {
    try (Resources resources = new Resources()) {
      return ComponentCatalog.of(plugins(setup, resources));
    }
  }

  /**
   * Explains a setting or a section.
   *
   * @param setup says where plugins are
   * @param key the setting or section; empty for all
   * @return what was found
   * @throws InputException if there is no such key or a plugin does not load
   */
  public static List<SettingInfo> explain(Setup setup, String key) {
    try (Resources resources = new Resources()) {
      return new SettingCatalog(plugins(setup, resources)).explain(key);
    }
  }

  /**
   * Describes configurations by a JSON Schema.
   *
   * @param setup says where plugins are
   * @return the schema
   * @throws InputException if a plugin does not load
   */
  public static String schema(Setup setup) {
    try (Resources resources = new Resources()) {
      return SettingSchema.of(new SettingCatalog(plugins(setup, resources)));
    }
  }

  /**
   * Reads a configuration and lists its values.
   *
   * @param setup what to start from
   * @return every setting's value and origin
   * @throws InputException if a plugin or the configuration is at fault
   */
  public static List<EffectiveSetting> settings(Setup setup) {
    try (Resources resources = new Resources()) {
      PluginRegistry plugins = plugins(setup, resources);
      return FitConfig.isOne(setup.file(), setup.values(), setup.overrides())
          ? FitConfig.read(plugins, setup.file(), setup.values(), setup.overrides()).effective()
          : RunConfigReader.read(plugins, setup.file(), setup.values(), setup.overrides())
              .effective();
    }
  }

  /**
   * Fits a codec as a configuration of {@code fit.*} describes.
   *
   * @param setup what to start from
   * @param progress is told how far the fit is
   * @param stopRequested asked often
   * @return the fitted codec; empty if the fit was stopped
   * @throws InputException if a plugin, the configuration or the data are at fault
   */
  public static Optional<CodecFitting> fitCodec(
      Setup setup, CodecFitter.Progress progress, BooleanSupplier stopRequested) {
    try (Resources resources = new Resources()) {
      FitConfig config =
          FitConfig.read(
              plugins(setup, resources), setup.file(), setup.values(), setup.overrides());
      return new CodecFit(config, new ComponentContext(List.of(), 0, setup.notices()))
          .run(progress, stopRequested);
    }
  }

  private static PluginRegistry plugins(Setup setup, Resources resources) {
    PluginLoader loader = resources.add(new PluginLoader(Application.class.getClassLoader()));
    List<Path> directories = new ArrayList<>(setup.pluginDirectories());
    PluginLoader.installedDirectory().ifPresent(directories::add);
    List<LoadedPlugin> plugins = new ArrayList<>(loader.fromClassPath());
    plugins.addAll(loader.fromDirectories(directories));
    setup
        .plugins()
        .forEach(plugin -> plugins.add(new LoadedPlugin(plugin, "given by the program")));
    return new PluginRegistry(plugins);
  }

  private static Injector injector(Setup setup, RunConfig config, Resources resources) {
    return Guice.createInjector(
        new StrictModule(setup, config, resources),
        new ModelModule(),
        new TrainingModule(),
        new ValidationModule(),
        new GenerationModule(),
        new EvaluationModule(),
        new AdapterModule());
  }

  /** What every module starts from, and Guice at its strictest. */
  private static final class StrictModule extends AbstractModule {
    private final Setup setup;
    private final RunConfig config;
    private final Resources resources;

    StrictModule(Setup setup, RunConfig config, Resources resources) {
      this.setup = setup;
      this.config = config;
      this.resources = resources;
    }

    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      binder().requireAtInjectOnConstructors();
      binder().requireExactBindingAnnotations();
      binder().disableCircularProxies();
      bind(Setup.class).toInstance(setup);
      bind(RunConfig.class).toInstance(config);
      bind(Resources.class).toInstance(resources);
      bind(ComponentContext.class)
          .toInstance(
              new ComponentContext(config.trackNames(), config.run().seed(), setup.notices()));
    }
  }

  /** Returns what the trainer would do, wiring no more of the model than that needs. */
  public TrainingPlan plan() {
    return get(TrainingPlan.class);
  }

  /** Returns the trainer, wiring it at the first call. */
  public Trainer trainer() {
    return get(Trainer.class);
  }

  /** Returns the analyzer of a trained run, wiring it at the first call. */
  public GradientAnalyzer analyzer() {
    return get(GradientAnalyzer.class);
  }

  /** Returns the inspector of the data, wiring it at the first call. */
  public DataInspector inspector() {
    return get(DataInspector.class);
  }

  /** Returns what fills the cache, wiring it at the first call. */
  public Preparer preparer() {
    return get(Preparer.class);
  }

  /** Returns the generator, wiring it at the first call. */
  public Generator generator() {
    return get(Generator.class);
  }

  /** Returns the evaluator, wiring it at the first call. */
  public Evaluator evaluator() {
    return get(Evaluator.class);
  }

  /** Returns the tools for adapter files, opening them at the first call. */
  public Adapters adapters() {
    return get(Adapters.class);
  }

  /** Returns the samples held out from training, opening them at the first call. */
  public DataSource evaluationData() {
    return get(DataSource.class);
  }

  /** Returns how many threads the model computes with, loading it at the first call. */
  public ComputeThreads threads() {
    return get(ComputeThreads.class);
  }

  private <T> T get(Class<T> type) {
    if (closed) {
      throw new IllegalStateException("this configuration is closed: open it again to use it");
    }
    try {
      return injector.getInstance(type);
    } catch (ProvisionException e) {
      // What a component threw, without Guice's words around it.
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      if (e.getCause() instanceof Error own) {
        throw own;
      }
      throw e;
    }
  }

  /** Returns every component that could be chosen. */
  public List<ComponentInfo> components() {
    return ComponentCatalog.of(plugins);
  }

  /** Frees the model, the data and the plugins. */
  @Override
  public void close() {
    closed = true;
    resources.close();
  }
}
