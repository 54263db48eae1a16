package org.sdvgen.host.config;

import java.util.List;
import java.util.Optional;
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
 * @param run seed and length
 * @param optimizer which optimizer, AdamW's settings and clipping
 * @param muon Muon's settings
 * @param ema the moving average of what is trained
 * @param schedule the learning rate
 * @param checkpoints results and resuming
 * @param backbone the model
 * @param codec a codec in place of the model's own
 * @param memory how long weights stay in memory
 * @param trainable the selection of trained parameters
 * @param lora the adapter
 * @param tracks the training tracks in their order; empty when only generating
 * @param policy picks the track of a step; present if there are tracks
 * @param updateRules changes to the gradient, in their order
 * @param evaluation data and metrics of evaluations
 * @param analysis how gradients are compared while training
 * @param validation held-out losses and clips during training
 * @param cache the cache of latents and embeddings
 * @param generation defaults for generating
 * @param written every setting as it was written
 * @param effective every setting's value, whoever gave it
 */
public record ConfiguredRun(
    RunSettings run,
    OptimizerSettings optimizer,
    MuonSettings muon,
    EmaSettings ema,
    ScheduleSettings schedule,
    CheckpointSettings checkpoints,
    ComponentChoice<Backbone> backbone,
    Optional<ComponentChoice<LatentCodec>> codec,
    MemorySettings memory,
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
    WrittenSettings written,
    List<EffectiveSetting> effective) {
  /** Copies the collections. */
  public ConfiguredRun {
    tracks = List.copyOf(tracks);
    updateRules = List.copyOf(updateRules);
    effective = List.copyOf(effective);
  }

  /**
   * The tracks' names.
   *
   * @return names in the configured order
   */
  public List<String> trackNames() {
    return tracks.stream().map(ConfiguredTrack::name).toList();
  }
}
