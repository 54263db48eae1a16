package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentGeometry;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.api.plugin.ComponentContext;
import org.sdvgen.host.cache.CachedModel;
import org.sdvgen.host.config.CacheSettings;
import org.sdvgen.host.config.RunConfig;

/** The model, loaded when it is first needed. */
final class ModelModule extends AbstractModule {
  @Provides
  @Singleton
  Backbone backbone(RunConfig config, ComponentContext context, Resources resources) {
    return resources.add(config.backbone().create(context));
  }

  @Provides
  @Singleton
  LatentCodec codec(
      RunConfig config, Backbone backbone, ComponentContext context, Resources resources) {
    if (config.codec().isEmpty()) {
      return backbone.latentCodec();
    }
    LatentCodec codec = resources.add(config.codec().get().create(context));
    LatentGeometry own = backbone.spec().latents();
    if (codec.geometry().channels() != own.channels()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "codec.name = %s gives latents of %d channels; the backbone %s takes %d: choose a codec that was made for it",
              config.codec().get().name(),
              codec.geometry().channels(),
              backbone.spec().name(),
              own.channels()));
    }
    return codec;
  }

  @Provides
  @Singleton
  Optional<CachedModel> cache(Setup setup, RunConfig config, Backbone backbone, LatentCodec codec) {
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
  private static Map<String, String> encoderSettings(RunConfig config) {
    Map<String, String> settings = new TreeMap<>(config.text());
    settings.keySet().removeIf(key -> !key.startsWith("backbone.") && !key.startsWith("codec."));
    return settings;
  }

  @Provides
  @Singleton
  TrainingModel model(
      Setup setup, Optional<CachedModel> cache, Backbone backbone, LatentCodec codec) {
    TrainingModel model = cache.isPresent() ? cache.get() : TrainingModel.of(backbone, codec);
    return setup.trainingModel().apply(model);
  }
}
