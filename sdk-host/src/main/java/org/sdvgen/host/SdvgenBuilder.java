package org.sdvgen.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.sdvgen.api.backbone.CheckpointTools.WriteProgress;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.api.plugin.PublishedModel;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.config.ComponentCatalog;
import org.sdvgen.host.config.ConfigurationFile;
import org.sdvgen.host.config.ConfigurationReader;
import org.sdvgen.host.config.ConfiguredFit;
import org.sdvgen.host.config.SettingCatalog;
import org.sdvgen.host.config.SettingSchema;
import org.sdvgen.host.plugin.PluginRegistry;
import org.sdvgen.host.wiring.Application;
import org.sdvgen.host.wiring.CodecFit;
import org.sdvgen.host.wiring.ModelFiles;
import org.sdvgen.host.wiring.Setup;

/** Collects configuration and plugins for {@link Sdvgen}. */
public final class SdvgenBuilder {
  private Optional<Path> file = Optional.empty();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> overrides = new ArrayList<>();
  private final List<Path> pluginDirectories = new ArrayList<>();
  private final List<Plugin> plugins = new ArrayList<>();
  private Notices notices = message -> LogManager.getLogger(SdvgenBuilder.class).info(message);
  private Draws draws = Draws.seeded();
  private UnaryOperator<TrainingModel> trainingModel = UnaryOperator.identity();

  SdvgenBuilder() {}

  /**
   * Reads a configuration file.
   *
   * @param path a {@code .properties}, {@code .yaml}, {@code .yml}, {@code .xml} or {@code .json}
   *     file, or the folder of a run, which has its own; relative paths in the file are resolved
   *     against its folder
   */
  public SdvgenBuilder configuration(Path path) {
    file = Optional.of(ConfigurationFile.of(path));
    return this;
  }

  /**
   * Adds settings by key; they come after the file's and replace them.
   *
   * @param settings full keys and values, lists with commas or in YAML's brackets; relative paths
   *     are resolved against the current folder
   */
  public SdvgenBuilder configuration(Map<String, String> settings) {
    values.putAll(settings);
    return this;
  }

  /**
   * Adds settings as they are written on the command line; they come last.
   *
   * @param keyValues {@code key=value} each; relative paths are resolved against the current folder
   */
  public SdvgenBuilder overrides(String... keyValues) {
    overrides.addAll(List.of(keyValues));
    return this;
  }

  /**
   * Sets how many CPU threads share one operation of the model, as the setting {@code threads}
   * does; otherwise the model's size decides.
   *
   * @param number from 1 to 1024
   */
  public SdvgenBuilder threads(int number) {
    return overrides("threads=" + number);
  }

  /**
   * Loads every plugin of a folder, besides those on the class path and in the {@code plugins}
   * folder beside the installed program.
   *
   * @param folder holds plugins: {@code .jar} files, and folders that hold a plugin's jar and its
   *     libraries
   */
  public SdvgenBuilder pluginDirectory(Path folder) {
    pluginDirectories.add(folder);
    return this;
  }

  /**
   * Adds a plugin that the calling program brings itself.
   *
   * @param plugin the plugin
   */
  public SdvgenBuilder plugin(Plugin plugin) {
    plugins.add(plugin);
    return this;
  }

  /**
   * Takes the sentences that the user should read; they go to the log otherwise.
   *
   * @param sink called from any thread
   */
  public SdvgenBuilder notices(Notices sink) {
    notices = sink;
    return this;
  }

  /**
   * Replaces the source of random numbers, as for replaying another program's run.
   *
   * @param source answers every key
   */
  public SdvgenBuilder draws(Draws source) {
    draws = source;
    return this;
  }

  /**
   * Puts something between the objectives and the model, such as a cache of latents and embeddings.
   *
   * @param decorator given the model, answers in its place; asked once for training, and by a
   *     generator or an analysis whenever it uses other weights than before
   */
  public SdvgenBuilder trainingModel(UnaryOperator<TrainingModel> decorator) {
    trainingModel = decorator;
    return this;
  }

  /**
   * Lists every component that a configuration could choose. Needs no configuration.
   *
   * @return the components by kind and name, without those in {@link #problems}
   * @throws org.sdvgen.api.error.InputException if a plugin folder is missing
   */
  public List<ComponentInfo> components() {
    return Application.withPlugins(setup(), ComponentCatalog::of);
  }

  /**
   * Tells what is wrong with plugins: jars that do not load, components that no configuration can
   * choose. Needs no configuration. The plugins beside them work.
   *
   * @return the faults in the order in which they were found; none if all is well
   * @throws org.sdvgen.api.error.InputException if a plugin folder is missing
   */
  public List<PluginProblem> problems() {
    return Application.withPlugins(setup(), PluginRegistry::problems);
  }

  /**
   * Explains a setting, or all settings of a section. Needs no configuration.
   *
   * @param key a whole key, with any name where a configuration chooses one, such as {@code
   *     track.motion.batch_size}; or the beginning of several keys, such as {@code generate}; or
   *     the empty text for all settings
   * @return the setting, of several components where each has its own; or those of the section
   * @throws org.sdvgen.api.error.InputException if there is neither, with the nearest key
   */
  public List<SettingInfo> explain(String key) {
    return Application.withPlugins(setup(), plugins -> new SettingCatalog(plugins).explain(key));
  }

  /**
   * Describes configurations for editors and other programs. Needs no configuration.
   *
   * @return a JSON Schema of draft 2020-12 that knows the settings of all components
   */
  public String schema() {
    return Application.withPlugins(
        setup(), plugins -> SettingSchema.of(new SettingCatalog(plugins)));
  }

  /**
   * Reads and checks the configuration and lists every setting's value, whoever gave it. A
   * configuration of {@code fit.*} is one of {@link #fitCodec}.
   *
   * @return the values in the order of the guide, with their origins
   * @throws org.sdvgen.api.error.InputException with all problems of the configuration
   */
  public List<EffectiveSetting> settings() {
    return Application.withPlugins(
        setup(),
        loaded ->
            ConfiguredFit.isOne(file, values, overrides)
                ? ConfiguredFit.read(loaded, file, values, overrides).effective()
                : ConfigurationReader.read(loaded, file, values, overrides).effective());
  }

  /**
   * Fits a codec: a configuration of its own, with the settings {@code fit.*} only.
   *
   * @param progress is told how far the fit is, on the calling thread
   * @param stopRequested asked often, on the calling thread; true ends the fit, which the same call
   *     resumes
   * @return the fitted codec; empty if the fit was stopped before its end
   * @throws org.sdvgen.api.error.InputException if a plugin, the configuration or the data are at
   *     fault
   */
  public Optional<CodecFitting> fitCodec(
      CodecFitter.Progress progress, BooleanSupplier stopRequested) {
    return Application.withPlugins(
        setup(),
        loaded ->
            new CodecFit(
                    ConfiguredFit.read(loaded, file, values, overrides),
                    new ComponentContext(List.of(), 0, notices))
                .run(progress, stopRequested));
  }

  /**
   * Lists the published checkpoints that {@link #writeRandomModel} writes. Needs no configuration.
   *
   * @return the checkpoints of all backbones
   * @throws org.sdvgen.api.error.InputException if a plugin does not load
   */
  public List<PublishedModel> publishedModels() {
    return Application.withPlugins(setup(), plugins -> new ModelFiles(plugins).published());
  }

  /**
   * Writes a checkpoint of a published model's size with random weights, for measurements where the
   * trained weights are not at hand. Needs no configuration.
   *
   * @param name the name of one of {@link #publishedModels}
   * @param folder the folder to create; it is there when it is complete, and not before
   * @param seed every value is a function of it
   * @param progress told of every tensor, on the calling thread; what it throws ends the writing
   * @throws org.sdvgen.api.error.InputException if there is no such checkpoint, the folder exists,
   *     or the drive has too little room
   */
  public void writeRandomModel(String name, Path folder, long seed, WriteProgress progress) {
    Application.withPlugins(
        setup(),
        plugins -> {
          new ModelFiles(plugins).writeRandom(name, folder, seed, progress);
          return folder;
        });
  }

  /**
   * Writes a checkpoint whose linear layers' weights are quantised, once for all later runs. Needs
   * no configuration.
   *
   * @param model the checkpoint's folder
   * @param folder the folder to create; it is there when it is complete, and not before
   * @param format {@code int8}, {@code fp8} or {@code nf4}
   * @param progress told of every tensor, on the calling thread; what it throws ends the writing
   * @throws org.sdvgen.api.error.InputException if no backbone opens the checkpoint, the format is
   *     unknown, the folder exists, or the drive has too little room
   */
  public void quantize(Path model, Path folder, String format, WriteProgress progress) {
    Application.withPlugins(
        setup(),
        plugins -> {
          new ModelFiles(plugins).quantize(model, folder, format, progress);
          return folder;
        });
  }

  /**
   * Loads the plugins and reads and checks the whole configuration. No model or data is touched
   * yet. What is wrong with plugins that the configuration does not choose is a notice.
   *
   * @return the opened configuration; the caller closes it
   * @throws org.sdvgen.api.error.InputException with all problems of the configuration, among them
   *     components that are broken
   */
  public Sdvgen open() {
    return new Sdvgen(Application.open(setup()));
  }

  private Setup setup() {
    return new Setup(
        file, values, overrides, pluginDirectories, plugins, notices, draws, trainingModel);
  }
}
