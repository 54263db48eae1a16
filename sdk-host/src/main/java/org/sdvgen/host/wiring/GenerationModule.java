package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.host.Generator;
import org.sdvgen.host.config.TrainableSettings;
import org.sdvgen.host.generation.VideoGenerator;
import org.sdvgen.host.model.SessionWeights;
import org.sdvgen.host.training.BaseWeights;

/** The generator that the configuration describes. */
final class GenerationModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(SessionWeights.class).in(Singleton.class);
    bind(VideoGenerator.class);
  }

  @Provides
  @Singleton
  Generator generator(
      TrainableSettings trainable,
      Backbone backbone,
      SessionWeights session,
      Provider<VideoGenerator> generator) {
    trainable.weights().ifPresent(file -> session.use(Tuning.of(BaseWeights.load(backbone, file))));
    return generator.get();
  }
}
