package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.plugin.PluginRegistry;

/** Reads a whole configuration and reports everything that is wrong with it at once. */
public final class ConfigurationReader {
  private final Problems problems = new Problems();
  private final Settings settings;
  private final RecordBinder binder;
  private final ComponentChooser chooser;
  private final String source;
  private final SettingCatalog catalog;

  private ConfigurationReader(
      PluginRegistry plugins, Settings settings, Path folder, String source) {
    this.settings = settings;
    this.source = source;
    catalog = new SettingCatalog(plugins);
    binder = new RecordBinder(settings, problems, folder);
    chooser = new ComponentChooser(plugins, settings, problems, binder);
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
  public static ConfiguredRun read(
      PluginRegistry plugins,
      Optional<Path> file,
      Map<String, String> values,
      List<String> overrides) {
    Settings settings = SettingsReader.all(file, values, overrides);
    Path folder = SettingsReader.folder(file);
    String source = file.map(Path::toString).orElse("the configuration");
    return new ConfigurationReader(plugins, settings, folder, source).read();
  }

  /**
   * Reads settings of which a backbone is all that matters.
   *
   * @param plugins the components that can be chosen
   * @param settings name and settings of the backbone
   * @return the backbone, with the defaults of its other settings
   * @throws InputException with every problem found
   */
  public static ComponentChoice<Backbone> backbone(
      PluginRegistry plugins, Map<String, String> settings) {
    return read(plugins, Optional.empty(), settings, List.of()).backbone();
  }

  private ConfiguredRun read() {
    Optional<RunSettings> run = binder.bind(Layout.RUN);
    Optional<OptimizerSettings> optimizer = binder.bind(Layout.OPTIMIZER);
    Optional<MuonSettings> muon = binder.bind(Layout.MUON);
    Optional<EmaSettings> ema = binder.bind(Layout.EMA);
    Optional<ScheduleSettings> schedule = binder.bind(Layout.SCHEDULE);
    Optional<CheckpointSettings> checkpoints = binder.bind(Layout.CHECKPOINTS);
    Optional<ComponentChoice<Backbone>> backbone = chooser.choice(Layout.BACKBONE);
    Optional<ComponentChoice<LatentCodec>> codec = chooser.optionalChoice(Layout.CODEC);
    Optional<MemorySettings> memory = binder.bind(Layout.MEMORY);
    Optional<TrainableSettings> trainable = binder.bind(Layout.TRAINABLE);
    Optional<LoraSettings> lora = binder.bind(Layout.LORA);
    // A list that is no list has been reported: what it would name is then not known.
    NameSettings names = binder.bind(Layout.NAMES).orElseGet(this::unknownNames);
    List<ConfiguredTrack> tracks = tracks(names.tracks());
    Optional<ComponentChoice<SwitchPolicy>> policy = policy(names.tracks());
    List<ComponentChoice<UpdateRule>> rules = choices(Layout.UPDATE_RULES, names.updateRules());
    Optional<ConfiguredEvaluation> evaluation = evaluation();
    Optional<AnalysisSettings> analysis = binder.bind(Layout.ANALYSIS);
    Optional<ValidationSettings> validation = binder.bind(Layout.VALIDATION);
    Optional<CacheSettings> cache = binder.bind(Layout.CACHE);
    Optional<GenerationSettings> generation = binder.bind(Layout.GENERATION);
    binder.reportUnknownKeys();
    problems.throwIfAny(source);
    return new ConfiguredRun(
        run.orElseThrow(),
        optimizer.orElseThrow(),
        muon.orElseThrow(),
        ema.orElseThrow(),
        schedule.orElseThrow(),
        checkpoints.orElseThrow(),
        backbone.orElseThrow(),
        codec,
        memory.orElseThrow(),
        trainable.orElseThrow(),
        lora.orElseThrow(),
        tracks,
        policy,
        rules,
        evaluation.orElseThrow(),
        analysis.orElseThrow(),
        validation.orElseThrow(),
        cache.orElseThrow(),
        generation.orElseThrow(),
        new WrittenSettings(source, settings.texts(), catalog),
        binder.effective());
  }

  private List<ConfiguredTrack> tracks(List<String> names) {
    List<ConfiguredTrack> tracks = new ArrayList<>();
    for (String name : distinct("tracks", names)) {
      if (!name.matches("[A-Za-z0-9_-]+")) {
        problems.add(
            "tracks: a track's name has letters, digits, - and _ only, not \"%s\"".formatted(name));
        continue;
      }
      Optional<TrackSettings> track = binder.bind(Layout.TRACK_SHAPE.of(name));
      Optional<ComponentChoice<Objective>> objective = chooser.choice(Layout.OBJECTIVE.of(name));
      Optional<ComponentChoice<DataSource>> data = chooser.choice(Layout.DATA.of(name));
      Optional<ComponentChoice<DataSource>> analysisData =
          chooser.optionalChoice(Layout.ANALYSIS_DATA.of(name));
      if (track.isPresent() && objective.isPresent() && data.isPresent()) {
        tracks.add(
            new ConfiguredTrack(name, track.get(), objective.get(), data.get(), analysisData));
      }
    }
    return tracks;
  }

  private NameSettings unknownNames() {
    binder.ignoreSection("track.");
    binder.ignoreSection(Layout.SWITCH.prefix());
    binder.ignoreSection(Layout.UPDATE_RULES.section());
    return new NameSettings(List.of(), List.of());
  }

  private List<String> distinct(String key, List<String> names) {
    if (new HashSet<>(names).size() < names.size()) {
      problems.add(key + ": a name is given twice: " + String.join(", ", names));
      return names.stream().distinct().toList();
    }
    return names;
  }

  private Optional<ComponentChoice<SwitchPolicy>> policy(List<String> tracks) {
    return tracks.isEmpty() ? chooser.optionalChoice(Layout.SWITCH) : chooser.choice(Layout.SWITCH);
  }

  private Optional<ConfiguredEvaluation> evaluation() {
    Optional<ComponentChoice<DataSource>> data = chooser.optionalChoice(Layout.EVALUATION_DATA);
    Optional<EvaluationSettings> settings = binder.bind(Layout.EVALUATION);
    if (settings.isEmpty()) {
      binder.ignoreSection(Layout.METRICS.section());
    }
    return settings.map(
        bound -> new ConfiguredEvaluation(bound, data, choices(Layout.METRICS, bound.metrics())));
  }

  /** Chooses the components of a list of names, each with its settings in a section of its name. */
  private <T> List<ComponentChoice<T>> choices(Layout.Listed<T> listed, List<String> names) {
    List<ComponentChoice<T>> choices = new ArrayList<>();
    for (String name : distinct(listed.namesKey(), names)) {
      chooser
          .choose(listed.kind(), name, listed.namesKey(), listed.prefixOf(name))
          .ifPresent(choices::add);
    }
    return choices;
  }
}
