package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.DataInspector;
import org.sdvgen.host.GradientAnalyzer;
import org.sdvgen.host.Preparer;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.cache.CachedModel;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredTrack;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.ScheduleSettings;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.memory.AdvisedTrainer;
import org.sdvgen.host.memory.LoadedOutline;
import org.sdvgen.host.memory.MemoryForecast;
import org.sdvgen.host.memory.MemoryPlanner;
import org.sdvgen.host.samples.AssembledTracks;
import org.sdvgen.host.samples.FirstSamples;
import org.sdvgen.host.samples.Preparation;
import org.sdvgen.host.samples.SampleCheck;
import org.sdvgen.host.samples.SampleFeeds;
import org.sdvgen.host.samples.Track;
import org.sdvgen.host.samples.TrackAssembler;
import org.sdvgen.host.training.CheckpointAnalysis;
import org.sdvgen.host.training.Divergence;
import org.sdvgen.host.training.GradientAnalysis;
import org.sdvgen.host.training.HeldOutLoss;
import org.sdvgen.host.training.LearningRateSchedule;
import org.sdvgen.host.training.MicroBatches;
import org.sdvgen.host.training.Optimizers;
import org.sdvgen.host.training.OutlinePlanner;
import org.sdvgen.host.training.Resumption;
import org.sdvgen.host.training.RunIdentity;
import org.sdvgen.host.training.RunPlanner;
import org.sdvgen.host.training.RunPreparation;
import org.sdvgen.host.training.TrainedAdapter;
import org.sdvgen.host.training.TrainedBase;
import org.sdvgen.host.training.TrainedWeights;
import org.sdvgen.host.training.TrainingLoop;
import org.sdvgen.host.training.TrainingRun;
import org.sdvgen.host.training.Validation;
import org.sdvgen.runtime.io.Resources;

/** The training run that the configuration describes. */
final class TrainingModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(TrackAssembler.class);
    bind(SampleFeeds.class);
    bind(DataInspector.class).to(FirstSamples.class).in(Singleton.class);
    bind(FirstSamples.class);
    bind(TrainedAdapter.class);
    bind(TrainedBase.class);
    bind(Optimizers.class);
    bind(RunIdentity.class);
    bind(Resumption.class);
    bind(RunPlanner.class);
    bind(OutlinePlanner.class);
    bind(AssembledTracks.class).in(Singleton.class);
    bind(MemoryPlanner.class);
    bind(MicroBatches.class);
    bind(RunPreparation.class);
    bind(GradientAnalysis.class);
    bind(HeldOutLoss.class);
    bind(Validation.class);
    bind(Divergence.class);
    bind(TrainingLoop.class);
    bind(TrainingRun.class);
    bind(CheckpointAnalysis.class);
  }

  @Provides
  @Singleton
  SwitchPolicy policy(Optional<ComponentChoice<SwitchPolicy>> policy, ComponentContext context) {
    return policy
        .orElseThrow(() -> new IllegalStateException("tracks without a switch policy"))
        .create(context);
  }

  @Provides
  @Singleton
  Map<String, UpdateRule> rules(
      List<ComponentChoice<UpdateRule>> choices,
      SwitchPolicy policy,
      ComponentContext context,
      Resources resources) {
    Map<String, UpdateRule> rules = new LinkedHashMap<>();
    choices.forEach(rule -> rules.put(rule.name(), resources.add(rule.create(context))));
    rules.forEach(
        (name, rule) -> {
          if (rule.needsSingleTracks() && policy.mixesTracks()) {
            throw new InputException(
                ("update_rules: %s needs steps of one track each, but this switch.name may train"
                        + " several in one step: change the settings of the policy (such as"
                        + " switch.draws_per_step = 1), or leave the rule out")
                    .formatted(name));
          }
        });
    return Collections.unmodifiableMap(rules);
  }

  @Provides
  @Singleton
  List<Track> tracks(
      List<ConfiguredTrack> configured,
      WrittenSettings written,
      RunSettings run,
      BackboneSpec spec,
      Provider<TrackAssembler> assembler,
      Optional<BackboneOutline> outline,
      Provider<Backbone> backbone,
      Provider<MicroBatches> microBatches,
      AssembledTracks assembled) {
    if (configured.isEmpty()) {
      throw new InputException(
          written.source() + ": there is nothing to train: set tracks, such as tracks = identity");
    }
    List<Track> tracks =
        microBatches
            .get()
            .decide(
                List.copyOf(assembler.get().assemble()),
                () -> outline.orElseGet(() -> new LoadedOutline(backbone.get())));
    Consumer<String> prompts =
        outline
            .<Consumer<String>>map(model -> model::checkPrompt)
            .orElseGet(() -> backbone.get().textEncoder()::check);
    SampleCheck check = new SampleCheck(spec, prompts, run.maxTrainSteps());
    tracks.forEach(track -> check.check(track, run.seed()));
    assembled.remember(tracks);
    return tracks;
  }

  /** Makes what a new run begins with, at every call. */
  @Provides
  TrainedWeights weights(
      TrainableSettings settings,
      RunSettings run,
      Provider<TrainedAdapter> adapter,
      Provider<TrainedBase> base) {
    TrainedWeights.check(settings, run);
    return settings.mode() == TrainableSettings.Mode.BASE ? base.get() : adapter.get();
  }

  @Provides
  @Singleton
  LearningRateSchedule schedule(
      ScheduleSettings schedule, OptimizerSettings optimizer, RunSettings run) {
    return new LearningRateSchedule(
        schedule.lrScheduler(),
        optimizer.learningRate(),
        schedule.lrWarmupSteps(),
        run.maxTrainSteps(),
        schedule.lrNumCycles());
  }

  /** Makes a part after the tracks, so that wrong data are found before the model is loaded. */
  private static <T> T afterTracks(Provider<List<Track>> tracks, Provider<T> part) {
    tracks.get();
    return part.get();
  }

  @Provides
  @Singleton
  Trainer trainer(
      Provider<List<Track>> tracks,
      Provider<TrainingRun> run,
      Provider<MemoryForecast> forecast,
      Provider<Residency> residency,
      CacheSettings cache,
      Notices notices) {
    Trainer trainer = new AdvisedTrainer(afterTracks(tracks, run), forecast.get());
    if (residency.get().isPhased() && !(cache.folder().isPresent() && cache.text())) {
      notices.say(
          "memory.mode = "
              + EnumWord.of(residency.get().mode())
              + ": text encoder and codec are read again in every step that needs them; set"
              + " cache.folder and cache.text = true to encode every sample once");
    }
    return trainer;
  }

  @Provides
  @Singleton
  GradientAnalyzer analyzer(Provider<List<Track>> tracks, Provider<CheckpointAnalysis> analysis) {
    return afterTracks(tracks, analysis);
  }

  @Provides
  @Singleton
  TrainingPlan plan(
      Optional<BackboneOutline> outline,
      Provider<List<Track>> tracks,
      Provider<OutlinePlanner> planner,
      Provider<Trainer> trainer) {
    return outline
        .map(model -> afterTracks(tracks, planner).plan(model))
        .orElseGet(() -> trainer.get().plan());
  }

  @Provides
  @Singleton
  MemoryForecast forecast(
      Optional<BackboneOutline> outline,
      List<ConfiguredTrack> configured,
      Provider<List<Track>> tracks,
      Provider<MemoryPlanner> planner,
      Provider<Backbone> backbone) {
    BackboneOutline model = outline.orElseGet(() -> new LoadedOutline(backbone.get()));
    List<Track> planned = configured.isEmpty() ? List.of() : tracks.get();
    return new MemoryForecast(model, planned, planner.get());
  }

  @Provides
  @Singleton
  Preparer preparer(
      List<Track> tracks,
      WrittenSettings written,
      CacheSettings settings,
      RunSettings run,
      Optional<CachedModel> cache,
      Draws draws,
      Notices notices,
      LongSupplier nanoTime) {
    CachedModel model =
        cache.orElseThrow(
            () ->
                new InputException(
                    written.source() + ": there is nowhere to keep latents: set cache.folder"));
    if (settings.variants() == 0) {
      throw new InputException(
          written.source()
              + ": with a new crop at every reading nothing can be prepared: set cache.variants,"
              + " such as cache.variants = 4");
    }
    return new Preparation(tracks, model, draws, run.dataloaderNumWorkers(), notices, nanoTime);
  }
}
