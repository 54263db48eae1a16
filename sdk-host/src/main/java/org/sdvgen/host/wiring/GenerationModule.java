package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.api.random.Draws;
import org.sdvgen.host.GenerationSettings;
import org.sdvgen.host.Generator;
import org.sdvgen.host.config.TrainableSettings;
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
      GenerationSettings settings,
      LoraSettings lora,
      Backbone backbone,
      LatentCodec codec,
      BackboneSpec spec,
      ModelViews views,
      SessionWeights session,
      Draws draws,
      Notices notices,
      LongSupplier nanoTime) {
    AdapterFallback fallback = new AdapterFallback(Optional.empty(), lora.dropout());
    return new VideoGenerator.Parts(
        spec,
        views,
        codec,
        backbone.parameters(),
        session,
        fallback,
        new ShapeFitting(spec, notices).generation(settings),
        draws,
        notices,
        nanoTime);
  }

  @Provides
  @Singleton
  SessionWeights session() {
    return new SessionWeights();
  }

  @Provides
  @Singleton
  Generator generator(TrainableSettings trainable, Backbone backbone, VideoGenerator.Parts parts) {
    trainable
        .weights()
        .ifPresent(file -> parts.session().use(Tuning.of(BaseWeights.load(backbone, file))));
    return new VideoGenerator(parts);
  }
}
