package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.DataInspector;
import org.sdvgen.host.GradientAnalyzer;
import org.sdvgen.host.Preparer;
import org.sdvgen.host.Trainer;
import org.sdvgen.host.TrainingPlan;
import org.sdvgen.host.cache.CachedModel;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.model.SessionWeights;
import org.sdvgen.host.samples.FirstSamples;
import org.sdvgen.host.samples.Preparation;
import org.sdvgen.host.samples.SampleCheck;
import org.sdvgen.host.samples.Track;
import org.sdvgen.host.samples.TrackAssembler;
import org.sdvgen.host.training.CheckpointAnalysis;
import org.sdvgen.host.training.RunPlan;
import org.sdvgen.host.training.TrainingParts;
import org.sdvgen.host.training.TrainingRun;
import org.sdvgen.host.training.ValidationClips;
import org.sdvgen.runtime.io.Resources;

/** The training run that the configuration describes. */
final class TrainingModule extends AbstractModule {
  @Provides
  @Singleton
  SwitchPolicy policy(ConfiguredRun config, ComponentContext context) {
    return config
        .policy()
        .orElseThrow(() -> new IllegalStateException("tracks without a switch policy"))
        .create(context);
  }

  @Provides
  @Singleton
  Map<String, UpdateRule> rules(
      ConfiguredRun config, ComponentContext context, Resources resources) {
    Map<String, UpdateRule> rules = new LinkedHashMap<>();
    config
        .updateRules()
        .forEach(rule -> rules.put(rule.name(), resources.add(rule.create(context))));
    return rules;
  }

  @Provides
  @Singleton
  List<Track> tracks(
      ConfiguredRun config,
      BackboneSpec spec,
      Optional<BackboneOutline> outline,
      Provider<Backbone> backbone,
      ComponentContext context,
      Resources resources) {
    if (config.tracks().isEmpty()) {
      throw new InputException(
          config.source() + ": there is nothing to train: set tracks, such as tracks = identity");
    }
    List<Track> tracks = new TrackAssembler(config, spec, context, resources::add).assemble();
    Consumer<String> prompts =
        outline
            .<Consumer<String>>map(model -> model::checkPrompt)
            .orElseGet(() -> backbone.get().textEncoder()::check);
    SampleCheck check = new SampleCheck(spec, prompts, config.run().maxTrainSteps());
    tracks.forEach(track -> check.check(track, config.run().seed()));
    return tracks;
  }

  @Provides
  @Singleton
  TrainingParts parts(
      List<Track> tracks,
      ConfiguredRun config,
      Setup setup,
      Backbone backbone,
      ModelViews views,
      SessionWeights session,
      SwitchPolicy policy,
      Map<String, UpdateRule> rules,
      Optional<ValidationClips> validationClips) {
    return new TrainingParts(
        config,
        backbone,
        views,
        session,
        tracks,
        policy,
        rules,
        validationClips,
        setup.draws(),
        setup.notices(),
        System::nanoTime);
  }

  @Provides
  @Singleton
  Trainer trainer(TrainingParts parts) {
    return new TrainingRun(parts);
  }

  @Provides
  @Singleton
  TrainingPlan plan(
      ConfiguredRun config,
      List<Track> tracks,
      SwitchPolicy policy,
      Optional<BackboneOutline> outline,
      Provider<Trainer> trainer,
      Setup setup) {
    return outline
        .map(model -> RunPlan.withoutWeights(config, tracks, policy, model, setup.notices()))
        .orElseGet(() -> trainer.get().plan());
  }

  @Provides
  @Singleton
  DataInspector inspector(
      List<Track> tracks, ConfiguredRun config, Setup setup, BackboneSpec spec) {
    return new FirstSamples(tracks, spec, setup.draws(), config.run().seed());
  }

  @Provides
  @Singleton
  Preparer preparer(
      List<Track> tracks, ConfiguredRun config, Setup setup, Optional<CachedModel> cache) {
    CachedModel model =
        cache.orElseThrow(
            () ->
                new InputException(
                    config.source() + ": there is nowhere to keep latents: set cache.folder"));
    if (config.cache().variants() == 0) {
      throw new InputException(
          config.source()
              + ": with a new crop at every reading nothing can be prepared: set cache.variants,"
              + " such as cache.variants = 4");
    }
    return new Preparation(
        tracks,
        model,
        setup.draws(),
        config.run().dataloaderNumWorkers(),
        setup.notices(),
        System::nanoTime);
  }

  @Provides
  @Singleton
  GradientAnalyzer analyzer(TrainingParts parts) {
    return new CheckpointAnalysis(parts);
  }
}
