package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.host.Generator;
import org.sdvgen.host.config.ConfiguredRun;
import org.sdvgen.host.generation.VideoGenerator;
import org.sdvgen.host.model.ModelViews;
import org.sdvgen.host.model.SessionWeights;
import org.sdvgen.host.samples.ShapeFitting;
import org.sdvgen.host.training.BaseWeights;

/** The generator that the configuration describes. */
final class GenerationModule extends AbstractModule {
  @Provides
  @Singleton
  VideoGenerator.Parts parts(
      ConfiguredRun config,
      Setup setup,
      Backbone backbone,
      LatentCodec codec,
      BackboneSpec spec,
      ModelViews views,
      SessionWeights session) {
    AdapterFallback fallback = new AdapterFallback(Optional.empty(), config.lora().dropout());
    return new VideoGenerator.Parts(
        spec,
        views,
        codec,
        backbone.parameters(),
        session,
        fallback,
        new ShapeFitting(spec, setup.notices()).generation(config.generation()),
        setup.draws(),
        setup.notices(),
        System::nanoTime);
  }

  @Provides
  @Singleton
  SessionWeights session() {
    return new SessionWeights();
  }

  @Provides
  @Singleton
  Generator generator(ConfiguredRun config, Backbone backbone, VideoGenerator.Parts parts) {
    config
        .trainable()
        .weights()
        .ifPresent(file -> parts.session().use(Tuning.of(BaseWeights.load(backbone, file))));
    return new VideoGenerator(parts);
  }
}
