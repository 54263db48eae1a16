package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.Residency;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.cache.CachedModel;
import org.sdvgen.host.cache.KnownProbes;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.ComponentChoice;
import org.sdvgen.host.config.MemorySettings;
import org.sdvgen.host.config.RunSettings;
import org.sdvgen.host.config.WrittenSettings;
import org.sdvgen.host.memory.MemoryPlanner;
import org.sdvgen.host.memory.PlannedResidency;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.model.PhasedBackbone;
import org.sdvgen.host.model.Phases;
import org.sdvgen.host.model.ResidencyChoice;
import org.sdvgen.host.samples.AssembledTracks;
import org.sdvgen.runtime.io.Resources;

/** The model, loaded when it is first needed. */
final class ModelModule extends AbstractModule {
  /** The model without its weights, where its plugin can give it so. */
  @Provides
  @Singleton
  Optional<BackboneOutline> outline(ComponentChoice<Backbone> choice, Resources resources) {
    return choice.factory() instanceof BackboneFactory<?> factory
        ? Optional.of(
            resources.add(choice.call("outline", () -> outline(factory, choice.config()))))
        : Optional.empty();
  }

  private static <C extends Record> BackboneOutline outline(
      BackboneFactory<C> factory, Record config) {
    return factory.outline(factory.settingsType().cast(config));
  }

  /** The codec that a configuration puts in the place of the model's own. */
  private record ChosenCodec(Optional<NamedCodec> codec) {}

  /** A codec and the name that the configuration chose it by. */
  private record NamedCodec(String name, LatentCodec codec) {
    /** The codec, if its latents are those that a model takes. */
    LatentCodec fitting(BackboneSpec model) {
      int channels = codec.geometry().channels();
      if (channels != model.latents().channels()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "codec.name = %s gives latents of %d channels; the backbone %s takes %d: choose a"
                    + " codec that was made for it",
                name,
                channels,
                model.name(),
                model.latents().channels()));
      }
      return codec;
    }
  }

  @Provides
  @Singleton
  ChosenCodec chosenCodec(
      Optional<ComponentChoice<LatentCodec>> codec, ComponentContext context, Resources resources) {
    return new ChosenCodec(
        codec.map(choice -> new NamedCodec(choice.name(), resources.add(choice.create(context)))));
  }

  /** The specification of the model with the codec in use, without its weights where possible. */
  @Provides
  @Singleton
  BackboneSpec spec(
      Optional<BackboneOutline> outline, Provider<Backbone> backbone, ChosenCodec chosen) {
    BackboneSpec own = outline.map(BackboneOutline::spec).orElseGet(() -> backbone.get().spec());
    return chosen.codec().map(codec -> own.withLatents(codec.fitting(own).geometry())).orElse(own);
  }

  /** Decides how long weights stay; what is decided by looking at the model needs no weights. */
  @Provides
  @Singleton
  ResidencyChoice residencyChoice(
      Optional<BackboneOutline> outline,
      AssembledTracks assembled,
      Provider<MemoryPlanner> planner,
      Notices notices) {
    return outline
        .<ResidencyChoice>map(
            model -> new PlannedResidency(model, assembled.tracks(), planner.get(), notices))
        .orElse(ResidencyChoice.AS_ASKED);
  }

  @Provides
  @Singleton
  Residency residency(ResidencyChoice choice, MemorySettings memory) {
    return choice.decide(memory.chosen());
  }

  @Provides
  @Singleton
  Backbone backbone(
      ComponentChoice<Backbone> choice,
      RunSettings run,
      ComponentContext context,
      Residency residency,
      Resources resources) {
    Backbone whole = choice.create(context.with(residency));
    Backbone backbone = resources.add(residency.isPhased() ? new PhasedBackbone(whole) : whole);
    threads(run, backbone).use();
    return backbone;
  }

  @Provides
  @Singleton
  Phases phases(Backbone backbone) {
    return backbone instanceof Phases phased ? phased : Phases.NONE;
  }

  @Provides
  @Singleton
  ComputeThreads threads(RunSettings run, Backbone backbone) {
    return ComputeThreads.of(run.threads(), backbone.parameters().base().values());
  }

  @Provides
  @Singleton
  LatentCodec codec(ChosenCodec chosen, Backbone backbone) {
    return chosen
        .codec()
        .map(codec -> codec.fitting(backbone.spec()))
        .orElseGet(backbone::latentCodec);
  }

  @Provides
  @Singleton
  Optional<CachedModel> cache(
      CacheSettings cache,
      WrittenSettings written,
      Backbone backbone,
      ChosenCodec chosen,
      LatentCodec codec,
      Notices notices) {
    return cache
        .folder()
        .map(
            folder ->
                new CachedModel(
                    TrainingModel.of(backbone, codec),
                    folder,
                    cache.text(),
                    encoderSettings(written),
                    new KnownProbes(folder, backbone::fingerprint, chosen.codec().isEmpty()),
                    notices));
  }

  /** The settings of backbone and codec, any of which may change latents. */
  private static Map<String, String> encoderSettings(WrittenSettings written) {
    Map<String, String> settings = new TreeMap<>(written.text());
    settings.keySet().removeIf(key -> !key.startsWith("backbone.") && !key.startsWith("codec."));
    return settings;
  }

  @Provides
  @Singleton
  ModelViews views(
      UnaryOperator<TrainingModel> decorator,
      Optional<CachedModel> cache,
      Backbone backbone,
      LatentCodec codec) {
    TrainingModel model = cache.isPresent() ? cache.get() : TrainingModel.of(backbone, codec);
    return tuning -> decorator.apply(model.withDenoiser(backbone.denoiser(tuning)));
  }
}
