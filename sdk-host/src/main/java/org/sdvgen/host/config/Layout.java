package org.sdvgen.host.config;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.data.DataSource;
import org.sdvgen.api.metric.Metric;
import org.sdvgen.api.objective.Objective;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.plugin.ComponentKind;

/**
 * The places of all settings in a configuration: the one list by which configurations are read,
 * compared, described and checked.
 */
final class Layout {
  /** Stands in keys for the name of a track. */
  static final String TRACK = "<track>";

  static final Group<RunSettings> RUN = new Group<>(RunSettings.class, "");
  static final Group<CheckpointSettings> CHECKPOINTS = new Group<>(CheckpointSettings.class, "");
  static final Group<OptimizerSettings> OPTIMIZER = new Group<>(OptimizerSettings.class, "");
  static final Group<ScheduleSettings> SCHEDULE = new Group<>(ScheduleSettings.class, "");
  static final Group<MuonSettings> MUON = new Group<>(MuonSettings.class, "");
  static final Group<EmaSettings> EMA = new Group<>(EmaSettings.class, "");
  static final Slot<Backbone> BACKBONE =
      new Slot<>(
          ComponentKind.BACKBONE,
          "backbone.",
          "The model; its own settings stand beside the name",
          true,
          true);
  static final Slot<LatentCodec> CODEC =
      new Slot<>(
          ComponentKind.CODEC,
          "codec.",
          "Another latent codec, with its settings beside the name (default: the backbone's own)",
          false,
          true);
  static final Group<MemorySettings> MEMORY = new Group<>(MemorySettings.class, "memory.");
  static final Group<TrainableSettings> TRAINABLE =
      new Group<>(TrainableSettings.class, "trainable.");
  static final Group<LoraSettings> LORA = new Group<>(LoraSettings.class, "lora.");
  static final Group<NameSettings> NAMES = new Group<>(NameSettings.class, "");
  static final Group<TrackSettings> TRACK_SHAPE =
      new Group<>(TrackSettings.class, "track." + TRACK + ".");
  static final Slot<Objective> OBJECTIVE =
      new Slot<>(
          ComponentKind.OBJECTIVE,
          "track." + TRACK + ".objective.",
          "The loss that the track minimises; its own settings stand beside the name",
          true,
          true);
  static final Slot<DataSource> DATA =
      new Slot<>(
          ComponentKind.DATA_SOURCE,
          "track." + TRACK + ".data.",
          "The source of the track's samples; its own settings stand beside the name",
          true,
          true);
  static final Slot<DataSource> ANALYSIS_DATA =
      new Slot<>(
          ComponentKind.DATA_SOURCE,
          "track." + TRACK + ".analysis_data.",
          "Samples for comparing gradients and for held-out losses (default: those held out)",
          false,
          false);
  static final Slot<SwitchPolicy> SWITCH =
      new Slot<>(
          ComponentKind.SWITCH_POLICY,
          "switch.",
          "The policy that picks the track of a step; must be given where there are tracks",
          false,
          true);
  static final Listed<UpdateRule> UPDATE_RULES =
      new Listed<>(ComponentKind.UPDATE_RULE, "update_rules", "update.", "<rule>", true);
  static final Group<AnalysisSettings> ANALYSIS = new Group<>(AnalysisSettings.class, "analysis.");
  static final Group<ValidationSettings> VALIDATION =
      new Group<>(ValidationSettings.class, "validation.");
  static final Group<CacheSettings> CACHE = new Group<>(CacheSettings.class, "cache.");
  static final Group<GenerationSettings> GENERATION =
      new Group<>(GenerationSettings.class, "generate.");
  static final Slot<DataSource> EVALUATION_DATA =
      new Slot<>(
          ComponentKind.DATA_SOURCE,
          "evaluation.data.",
          "Samples with a picture of a subject and a prompt, never trained on",
          false,
          false);
  static final Group<EvaluationSettings> EVALUATION =
      new Group<>(EvaluationSettings.class, "evaluation.");
  static final Listed<Metric> METRICS =
      new Listed<>(
          ComponentKind.METRIC, "evaluation.metrics", "evaluation.metric.", "<metric>", false);
  static final Group<FitSettings> FIT = new Group<>(FitSettings.class, "fit.");
  static final Slot<CodecFitter> FIT_CODEC =
      new Slot<>(
          ComponentKind.CODEC_FITTER,
          "fit.codec.",
          "The kind of codec that is fitted; its own settings stand beside the name",
          true,
          true);
  static final Slot<DataSource> FIT_DATA =
      new Slot<>(
          ComponentKind.DATA_SOURCE,
          "fit.data.",
          "The clips that the codec is fitted to; the source's own settings stand beside the name",
          true,
          true);

  /** All places, in the order of listings. */
  static final List<Place> ALL =
      List.of(
          RUN,
          CHECKPOINTS,
          OPTIMIZER,
          SCHEDULE,
          MUON,
          EMA,
          BACKBONE,
          CODEC,
          MEMORY,
          TRAINABLE,
          LORA,
          NAMES,
          TRACK_SHAPE,
          OBJECTIVE,
          DATA,
          ANALYSIS_DATA,
          SWITCH,
          UPDATE_RULES,
          ANALYSIS,
          VALIDATION,
          CACHE,
          GENERATION,
          EVALUATION,
          EVALUATION_DATA,
          METRICS,
          FIT,
          FIT_CODEC,
          FIT_DATA);

  private Layout() {}

  /** A part of a configuration. */
  sealed interface Place {}

  /**
   * The settings of a record.
   *
   * @param type the record
   * @param prefix prefix of its keys, with a dot at the end
   */
  record Group<C extends Record>(Class<C> type, String prefix) implements Place {
    /** The settings of one track. */
    Group<C> of(String track) {
      return new Group<>(type, prefix.replace(TRACK, track));
    }
  }

  /**
   * A component that is chosen by the key {@code name}, with its settings beside it.
   *
   * @param kind the kind of component
   * @param prefix prefix of its keys
   * @param doc words on the key {@code name}
   * @param required whether one must be chosen
   * @param decidesResult whether another choice may lead to other weights
   */
  record Slot<T>(
      ComponentKind<T> kind, String prefix, String doc, boolean required, boolean decidesResult)
      implements Place {
    /** The key that chooses. */
    String nameKey() {
      return prefix + "name";
    }

    /** The choice of one track. */
    Slot<T> of(String track) {
      return new Slot<>(kind, prefix.replace(TRACK, track), doc, required, decidesResult);
    }
  }

  /**
   * Several components that a list names.
   *
   * @param kind the kind of component
   * @param namesKey the list's key, which a record declares
   * @param section prefix of the keys of all of them, before a component's name
   * @param placeholder stands for that name
   * @param decidesResult whether other components may lead to other weights
   */
  record Listed<T>(
      ComponentKind<T> kind,
      String namesKey,
      String section,
      String placeholder,
      boolean decidesResult)
      implements Place {
    /** The prefix of one component's keys. */
    String prefixOf(String name) {
      return section + name + ".";
    }
  }
}
