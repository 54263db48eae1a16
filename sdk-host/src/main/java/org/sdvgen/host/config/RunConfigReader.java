package org.sdvgen.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.plugin.ComponentKind;
import org.sdvgen.host.plugin.PluginRegistry;

/** Reads a whole configuration and reports everything that is wrong with it at once. */
public final class RunConfigReader {
  private final Problems problems = new Problems();
  private final Settings settings;
  private final RecordBinder binder;
  private final ComponentChooser chooser;
  private final String source;

  private RunConfigReader(PluginRegistry plugins, Settings settings, Path folder, String source) {
    this.settings = settings;
    this.source = source;
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
  public static RunConfig read(
      PluginRegistry plugins,
      Optional<Path> file,
      Map<String, String> values,
      List<String> overrides) {
    Settings settings = SettingsReader.all(file, values, overrides);
    Path folder = SettingsReader.folder(file);
    String source = file.map(Path::toString).orElse("the configuration");
    return new RunConfigReader(plugins, settings, folder, source).read();
  }

  private RunConfig read() {
    Optional<RunSettings> run = binder.bind(RunSettings.class, "");
    Optional<OptimizerSettings> optimizer = binder.bind(OptimizerSettings.class, "");
    Optional<MuonSettings> muon = binder.bind(MuonSettings.class, "");
    Optional<EmaSettings> ema = binder.bind(EmaSettings.class, "");
    Optional<ScheduleSettings> schedule = binder.bind(ScheduleSettings.class, "");
    Optional<CheckpointSettings> checkpoints = binder.bind(CheckpointSettings.class, "");
    Optional<ComponentChoice<Backbone>> backbone =
        chooser.choice(ComponentKind.BACKBONE, "backbone.");
    Optional<ComponentChoice<LatentCodec>> codec =
        chooser.optionalChoice(ComponentKind.CODEC, "codec.");
    Optional<TrainableSettings> trainable = binder.bind(TrainableSettings.class, "trainable.");
    Optional<LoraConfig> lora = binder.bind(LoraConfig.class, "lora.");
    List<TrackConfig> tracks = tracks();
    Optional<ComponentChoice<SwitchPolicy>> policy = policy();
    List<ComponentChoice<UpdateRule>> rules = updateRules();
    Optional<EvaluationConfig> evaluation = evaluation();
    Optional<AnalysisSettings> analysis = binder.bind(AnalysisSettings.class, "analysis.");
    Optional<ValidationSettings> validation = binder.bind(ValidationSettings.class, "validation.");
    Optional<CacheSettings> cache = binder.bind(CacheSettings.class, "cache.");
    Optional<GenerationSettings> generation = binder.bind(GenerationSettings.class, "generate.");
    binder.reportUnknownKeys();
    problems.throwIfAny(source);
    return new RunConfig(
        source,
        run.orElseThrow(),
        optimizer.orElseThrow(),
        muon.orElseThrow(),
        ema.orElseThrow(),
        schedule.orElseThrow(),
        checkpoints.orElseThrow(),
        backbone.orElseThrow(),
        codec,
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
        settings.texts());
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
          chooser.choice(ComponentKind.OBJECTIVE, section + "objective.");
      Optional<ComponentChoice<DataSource>> data =
          chooser.choice(ComponentKind.DATA_SOURCE, section + "data.");
      Optional<ComponentChoice<DataSource>> analysisData =
          chooser.optionalChoice(ComponentKind.DATA_SOURCE, section + "analysis_data.");
      if (track.isPresent() && objective.isPresent() && data.isPresent()) {
        tracks.add(new TrackConfig(name, track.get(), objective.get(), data.get(), analysisData));
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
      return chooser.optionalChoice(ComponentKind.SWITCH_POLICY, "switch.");
    }
    return chooser.choice(ComponentKind.SWITCH_POLICY, "switch.");
  }

  private List<ComponentChoice<UpdateRule>> updateRules() {
    return choices(ComponentKind.UPDATE_RULE, "update_rules", "update.");
  }

  private Optional<EvaluationConfig> evaluation() {
    Optional<ComponentChoice<DataSource>> data =
        chooser.optionalChoice(ComponentKind.DATA_SOURCE, "evaluation.data.");
    List<ComponentChoice<Metric>> metrics =
        choices(ComponentKind.METRIC, "evaluation.metrics", "evaluation.metric.");
    return binder
        .bind(EvaluationSettings.class, "evaluation.")
        .map(settings -> new EvaluationConfig(settings, data, metrics));
  }

  /** Chooses the components of a list of names, each with its settings in a section of its name. */
  private <T> List<ComponentChoice<T>> choices(ComponentKind<T> kind, String key, String sections) {
    List<ComponentChoice<T>> choices = new ArrayList<>();
    for (String name : distinctNames(key)) {
      chooser.choose(kind, name, key, sections + name + ".").ifPresent(choices::add);
    }
    return choices;
  }
}
