package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneOutline;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.ComputeThreads;
import org.sdvgen.host.cache.CachedModel;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.runtime.io.Resources;

/** The model, loaded when it is first needed. */
final class ModelModule extends AbstractModule {
  /** The model without its weights, where its plugin can give it so. */
  @Provides
  @Singleton
  Optional<BackboneOutline> outline(ConfiguredRun config, Resources resources) {
    return config.backbone().factory() instanceof BackboneFactory<?> factory
        ? Optional.of(
            resources.add(
                config.backbone().call(() -> outline(factory, config.backbone().config()))))
        : Optional.empty();
  }

  private static <C extends Record> BackboneOutline outline(
      BackboneFactory<C> factory, Record config) {
    return factory.outline(factory.settingsType().cast(config));
  }

  /** The codec that a configuration puts in the place of the model's own. */
  private record ChosenCodec(Optional<LatentCodec> codec) {}

  @Provides
  @Singleton
  ChosenCodec chosenCodec(ConfiguredRun config, ComponentContext context, Resources resources) {
    return new ChosenCodec(config.codec().map(choice -> resources.add(choice.create(context))));
  }

  /** What the model is behind the codec in use, known without its weights where that can be. */
  @Provides
  @Singleton
  BackboneSpec spec(
      ConfiguredRun config,
      Optional<BackboneOutline> outline,
      Provider<Backbone> backbone,
      ChosenCodec chosen) {
    BackboneSpec own = outline.map(BackboneOutline::spec).orElseGet(() -> backbone.get().spec());
    return chosen
        .codec()
        .map(codec -> own.withLatents(fitting(config, codec, own).geometry()))
        .orElse(own);
  }

  private static LatentCodec fitting(ConfiguredRun config, LatentCodec codec, BackboneSpec model) {
    int channels = codec.geometry().channels();
    if (channels != model.latents().channels()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "codec.name = %s gives latents of %d channels; the backbone %s takes %d: choose a"
                  + " codec that was made for it",
              config.codec().orElseThrow().name(),
              channels,
              model.name(),
              model.latents().channels()));
    }
    return codec;
  }

  @Provides
  @Singleton
  Backbone backbone(ConfiguredRun config, ComponentContext context, Resources resources) {
    Backbone backbone = resources.add(config.backbone().create(context));
    threads(config, backbone).use();
    return backbone;
  }

  @Provides
  @Singleton
  ComputeThreads threads(ConfiguredRun config, Backbone backbone) {
    return ComputeThreads.of(config.run().threads(), backbone.parameters().base().values());
  }

  @Provides
  @Singleton
  LatentCodec codec(ConfiguredRun config, ChosenCodec chosen, Backbone backbone) {
    return chosen
        .codec()
        .map(codec -> fitting(config, codec, backbone.spec()))
        .orElseGet(backbone::latentCodec);
  }

  @Provides
  @Singleton
  Optional<CachedModel> cache(
      Setup setup, ConfiguredRun config, Backbone backbone, LatentCodec codec) {
    CacheSettings cache = config.cache();
    return cache
        .folder()
        .map(
            folder ->
                new CachedModel(
                    TrainingModel.of(backbone, codec),
                    folder,
                    cache.text(),
                    encoderSettings(config),
                    setup.notices()));
  }

  /** What was written about backbone and codec: whatever changes there may change latents. */
  private static Map<String, String> encoderSettings(ConfiguredRun config) {
    Map<String, String> settings = new TreeMap<>(config.text());
    settings.keySet().removeIf(key -> !key.startsWith("backbone.") && !key.startsWith("codec."));
    return settings;
  }

  @Provides
  @Singleton
  ModelViews views(Setup setup, Optional<CachedModel> cache, Backbone backbone, LatentCodec codec) {
    TrainingModel model = cache.isPresent() ? cache.get() : TrainingModel.of(backbone, codec);
    return tuning -> setup.trainingModel().apply(model.withDenoiser(backbone.denoiser(tuning)));
  }
}
