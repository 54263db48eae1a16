package org.sdvgen.host.config;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.EffectiveSetting;
import org.sdvgen.host.GenerationSettings;

/**
 * A whole configuration, read and checked as far as that is possible without a model or data.
 *
 * @param source the file's name, for messages
 * @param run seed and length
 * @param optimizer which optimizer, AdamW's settings and clipping
 * @param muon Muon's settings
 * @param ema the moving average of what is trained
 * @param schedule the learning rate
 * @param checkpoints results and resuming
 * @param backbone the model
 * @param codec a codec in place of the model's own
 * @param trainable what is trained
 * @param lora the adapter
 * @param tracks the training tracks in their order; empty when only generating
 * @param policy picks the track of a step; present if there are tracks
 * @param updateRules changes to the gradient, in their order
 * @param evaluation what results are measured with
 * @param analysis how gradients are compared while training
 * @param validation how the run is looked at while it goes on
 * @param cache what is computed once and kept
 * @param generation defaults for generating
 * @param written every setting as it was written, with absolute paths; a list has several texts
 * @param effective every setting's value, whoever gave it
 * @param catalog what is known of every setting
 */
public record ConfiguredRun(
    String source,
    RunSettings run,
    OptimizerSettings optimizer,
    MuonSettings muon,
    EmaSettings ema,
    ScheduleSettings schedule,
    CheckpointSettings checkpoints,
    ComponentChoice<Backbone> backbone,
    Optional<ComponentChoice<LatentCodec>> codec,
    TrainableSettings trainable,
    LoraSettings lora,
    List<ConfiguredTrack> tracks,
    Optional<ComponentChoice<SwitchPolicy>> policy,
    List<ComponentChoice<UpdateRule>> updateRules,
    ConfiguredEvaluation evaluation,
    AnalysisSettings analysis,
    ValidationSettings validation,
    CacheSettings cache,
    GenerationSettings generation,
    SortedMap<String, List<String>> written,
    List<EffectiveSetting> effective,
    SettingCatalog catalog) {
  /** Copies the collections. */
  public ConfiguredRun {
    tracks = List.copyOf(tracks);
    updateRules = List.copyOf(updateRules);
    effective = List.copyOf(effective);
    written = Collections.unmodifiableSortedMap(new TreeMap<>(written));
  }

  /**
   * The tracks' names.
   *
   * @return names in the configured order
   */
  public List<String> trackNames() {
    return tracks.stream().map(ConfiguredTrack::name).toList();
  }

  /**
   * The tracks whose gradients are compared.
   *
   * @return those that {@code analysis.tracks} names, or else all
   */
  public List<String> analyzedTracks() {
    return analysis.tracks().isEmpty() ? trackNames() : analysis.tracks();
  }

  /**
   * What was written, for the record.
   *
   * @return every setting's text by key; a list's texts are joined by commas
   */
  public Map<String, String> text() {
    Map<String, String> text = new TreeMap<>();
    written.forEach((key, texts) -> text.put(key, String.join(", ", texts)));
    return text;
  }

  /**
   * The settings that decide what is trained and that others can repeat: none that only say how a
   * run is stored, read, watched or used, and no paths, which belong to a machine.
   *
   * @return lines {@code key = value}, in the keys' order
   */
  public String recipe() {
    Map<String, String> text = text();
    return text.entrySet().stream()
        .filter(setting -> catalog.decidesResult(setting.getKey(), text))
        .filter(setting -> !new File(setting.getValue()).isAbsolute())
        .map(setting -> setting.getKey() + " = " + setting.getValue())
        .collect(Collectors.joining("\n"));
  }
}
