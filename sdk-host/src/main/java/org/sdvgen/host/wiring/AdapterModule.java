package org.sdvgen.host.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.sdvgen.api.backbone.AdapterTools;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.host.Adapters;
import org.sdvgen.host.adapter.BackboneAdapters;
import org.sdvgen.host.config.ConfiguredRun;

/** Adapter files of the configured backbone, for which no model is loaded. */
final class AdapterModule extends AbstractModule {
  @Provides
  @Singleton
  Adapters adapters(ConfiguredRun config, Setup setup) {
    if (!(config.backbone().factory() instanceof BackboneFactory<?> factory)) {
      throw new InputException(
          "backbone.name = %s: this backbone's plugin cannot convert or merge adapter files"
              .formatted(config.backbone().name()));
    }
    AdapterFallback fallback = new AdapterFallback(Optional.empty(), config.lora().dropout());
    return new BackboneAdapters(
        tools(factory, config.backbone().config()),
        fallback,
        config.checkpoints().outputDir(),
        setup.notices());
  }

  private static <C extends Record> AdapterTools tools(BackboneFactory<C> factory, Record config) {
    return factory.adapterTools(factory.settingsType().cast(config));
  }
}
