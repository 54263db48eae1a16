package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/** Reads a whole configuration and reports everything that is wrong with it at once. */
public final class RunConfigReader {
  private final PluginRegistry plugins;
  private final Problems problems = new Problems();
  private final Settings settings;
  private final RecordBinder binder;
  private final String source;

  private RunConfigReader(PluginRegistry plugins, Settings settings, Path folder, String source) {
    this.plugins = plugins;
    this.settings = settings;
    this.source = source;
    binder = new RecordBinder(settings, problems, folder);
  }

  /**
   * Reads a configuration.
   *
   * @param plugins the components that can be chosen
   * @param file the configuration file, if there is one
   * @param values settings that replace the file's
   * @param overrides {@code key=value} settings that replace both
   * @return the configuration
   * @throws InputException with every problem found
   */
  public static RunConfig read(
      PluginRegistry plugins,
      Optional<Path> file,
      Map<String, String> values,
      List<String> overrides) {
    Settings settings = file.map(SettingsReader::file).orElseGet(Settings::new);
    settings.putAll(SettingsReader.values(values));
    settings.putAll(SettingsReader.overrides(overrides));
    Path folder =
        file.map(path -> path.toAbsolutePath().resolveSibling(""))
            .orElse(Path.of("").toAbsolutePath());
    String source = file.map(Path::toString).orElse("the configuration");
    return new RunConfigReader(plugins, settings, folder, source).read();
  }

  private RunConfig read() {
    Optional<RunSettings> run = binder.bind(RunSettings.class, "");
    Optional<OptimizerSettings> optimizer = binder.bind(OptimizerSettings.class, "");
    Optional<ScheduleSettings> schedule = binder.bind(ScheduleSettings.class, "");
    Optional<CheckpointSettings> checkpoints = binder.bind(CheckpointSettings.class, "");
    Optional<ComponentChoice<Backbone>> backbone = choice(ComponentKind.BACKBONE, "backbone.");
    Optional<ComponentChoice<LatentCodec>> codec = optionalChoice(ComponentKind.CODEC, "codec.");
    Optional<LoraConfig> lora = binder.bind(LoraConfig.class, "lora.");
    List<TrackConfig> tracks = tracks();
    Optional<ComponentChoice<SwitchPolicy>> policy = policy();
    List<ComponentChoice<UpdateRule>> rules = updateRules();
    Optional<ComponentChoice<DataSource>> evaluation =
        optionalChoice(ComponentKind.DATA_SOURCE, "evaluation.data.");
    Optional<GenerationSettings> generation = binder.bind(GenerationSettings.class, "generate.");
    binder.reportUnknownKeys();
    problems.throwIfAny(source);
    return new RunConfig(
        source,
        run.orElseThrow(),
        optimizer.orElseThrow(),
        schedule.orElseThrow(),
        checkpoints.orElseThrow(),
        backbone.orElseThrow(),
        codec,
        lora.orElseThrow(),
        tracks,
        policy,
        rules,
        evaluation,
        generation.orElseThrow(),
        settings.asText());
  }

  private List<TrackConfig> tracks() {
    List<TrackConfig> tracks = new ArrayList<>();
    for (String name : distinctNames("tracks")) {
      if (!name.matches("[A-Za-z0-9_-]+")) {
        problems.add(
            "tracks: a track's name has letters, digits, - and _ only, not \"%s\"".formatted(name));
        continue;
      }
      String section = "track." + name + ".";
      Optional<TrackSettings> track = binder.bind(TrackSettings.class, section);
      Optional<ComponentChoice<Objective>> objective =
          choice(ComponentKind.OBJECTIVE, section + "objective.");
      Optional<ComponentChoice<DataSource>> data =
          choice(ComponentKind.DATA_SOURCE, section + "data.");
      if (track.isPresent() && objective.isPresent() && data.isPresent()) {
        tracks.add(new TrackConfig(name, track.get(), objective.get(), data.get()));
      }
    }
    return tracks;
  }

  private List<String> distinctNames(String key) {
    List<String> names = binder.names(key);
    if (new HashSet<>(names).size() < names.size()) {
      problems.add(key + ": a name is given twice: " + String.join(", ", names));
      return names.stream().distinct().toList();
    }
    return names;
  }

  private Optional<ComponentChoice<SwitchPolicy>> policy() {
    if (binder.names("tracks").isEmpty()) {
      return optionalChoice(ComponentKind.SWITCH_POLICY, "switch.");
    }
    return choice(ComponentKind.SWITCH_POLICY, "switch.");
  }

  private List<ComponentChoice<UpdateRule>> updateRules() {
    List<ComponentChoice<UpdateRule>> rules = new ArrayList<>();
    for (String name : distinctNames("update_rules")) {
      choose(ComponentKind.UPDATE_RULE, name, "update_rules", "update." + name + ".")
          .ifPresent(rules::add);
    }
    return rules;
  }

  private <T> Optional<ComponentChoice<T>> optionalChoice(ComponentKind<T> kind, String section) {
    return settings.hasSection(section) ? choice(kind, section) : Optional.empty();
  }

  private <T> Optional<ComponentChoice<T>> choice(ComponentKind<T> kind, String section) {
    String key = section + "name";
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

  private <T> Optional<ComponentChoice<T>> choose(
      ComponentKind<T> kind, String name, String key, String section) {
    try {
      var factory = plugins.find(kind, name, key);
      return binder
          .bind(factory.configType(), section, "name")
          .map(config -> new ComponentChoice<>(factory, config));
    } catch (InputException e) {
      problems.add(String.valueOf(e.getMessage()));
      binder.ignoreSection(section);
      return Optional.empty();
    }
  }
}
