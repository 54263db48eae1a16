package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.adapter.BackboneAdapters;
import org.sdvgen.host.config.CheckpointSettings;
import org.sdvgen.host.config.ComponentChoice;

/** Adapter files of the configured backbone, for which no model is loaded. */
final class AdapterModule extends AbstractModule {
  @Provides
  @Singleton
  Adapters adapters(
      ComponentChoice<Backbone> choice,
      LoraSettings lora,
      CheckpointSettings checkpoints,
      Notices notices) {
    if (!(choice.factory() instanceof BackboneFactory<?> factory)) {
      throw new InputException(
          "backbone.name = %s: this backbone's plugin cannot convert or merge adapter files"
              .formatted(choice.name()));
    }
    AdapterFallback fallback = new AdapterFallback(Optional.empty(), lora.dropout());
    return new BackboneAdapters(
        choice.call("adapterTools", () -> tools(factory, choice.config())),
        fallback,
        checkpoints.outputDir(),
        notices);
  }

  private static <C extends Record> AdapterTools tools(BackboneFactory<C> factory, Record config) {
    return factory.adapterTools(factory.settingsType().cast(config));
  }
}
