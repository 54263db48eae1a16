package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.api.switching.SwitchPolicy;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.config.AnalysisSettings;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.ConfiguredEvaluation;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.config.ConfiguredTrack;
import org.sdvgen.host.config.EmaSettings;
import org.sdvgen.host.config.EvaluationSettings;
import org.sdvgen.host.config.MemorySettings;
import org.sdvgen.host.config.MuonSettings;
import org.sdvgen.host.config.OptimizerSettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.ScheduleSettings;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.host.config.ValidationSettings;
import org.sdvgen.host.config.WrittenSettings;

/**
 * The inputs of a run: every record of settings and every choice of a component by itself, so that
 * a class asks for those that it reads, and what the embedding program brings.
 */
final class SettingsModule extends AbstractModule {
  private final Setup setup;
  private final ConfiguredRun run;

  SettingsModule(Setup setup, ConfiguredRun run) {
    this.setup = setup;
    this.run = run;
  }

  @Override
  protected void configure() {
    bindSettings();
    bindChoices();
    bind(Notices.class).toInstance(setup.notices());
    bind(Draws.class).toInstance(setup.draws());
    bind(LongSupplier.class).toInstance(System::nanoTime);
    bind(new TypeLiteral<UnaryOperator<TrainingModel>>() {}).toInstance(setup.trainingModel());
    bind(ComponentContext.class)
        .toInstance(new ComponentContext(run.trackNames(), run.run().seed(), setup.notices()));
  }

  private void bindSettings() {
    bind(WrittenSettings.class).toInstance(run.written());
    bind(RunSettings.class).toInstance(run.run());
    bind(OptimizerSettings.class).toInstance(run.optimizer());
    bind(MuonSettings.class).toInstance(run.muon());
    bind(EmaSettings.class).toInstance(run.ema());
    bind(ScheduleSettings.class).toInstance(run.schedule());
    bind(CheckpointSettings.class).toInstance(run.checkpoints());
    bind(MemorySettings.class).toInstance(run.memory());
    bind(TrainableSettings.class).toInstance(run.trainable());
    bind(LoraSettings.class).toInstance(run.lora());
    bind(AnalysisSettings.class).toInstance(run.analysis());
    bind(ValidationSettings.class).toInstance(run.validation());
    bind(CacheSettings.class).toInstance(run.cache());
    bind(GenerationSettings.class).toInstance(run.generation());
    bind(EvaluationSettings.class).toInstance(run.evaluation().settings());
  }

  private void bindChoices() {
    bind(new TypeLiteral<ComponentChoice<Backbone>>() {}).toInstance(run.backbone());
    bind(new TypeLiteral<Optional<ComponentChoice<LatentCodec>>>() {}).toInstance(run.codec());
    bind(new TypeLiteral<List<ConfiguredTrack>>() {}).toInstance(run.tracks());
    bind(new TypeLiteral<Optional<ComponentChoice<SwitchPolicy>>>() {}).toInstance(run.policy());
    bind(new TypeLiteral<List<ComponentChoice<UpdateRule>>>() {}).toInstance(run.updateRules());
    bind(ConfiguredEvaluation.class).toInstance(run.evaluation());
  }
}
