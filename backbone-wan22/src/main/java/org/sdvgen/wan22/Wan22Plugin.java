package org.sdvgen.wan22;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;
import org.sdvgen.wan22.vae.WanAutoencoder;

/** Brings the Wan 2.2 TI2V-5B backbone, and training for its autoencoder. */
public final class Wan22Plugin implements Plugin {
  /** For the service loader. */
  public Wan22Plugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(new Wan22Factory());
  }

  @Override
  public List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of(
        ComponentFactory.of(
            "wan22-vae",
            "Wan 2.2's autoencoder of any size, trained from random weights",
            AutoencoderFitSettings.class,
            (config, context) -> WanAutoencoder.fitter(config)));
  }
}
