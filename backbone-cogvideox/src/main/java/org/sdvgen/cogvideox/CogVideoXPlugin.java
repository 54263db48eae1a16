package org.sdvgen.cogvideox;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.cogvideox.vae.CogVideoXAutoencoder;
import org.sdvgen.runtime.vae.AutoencoderFitSettings;

/** Brings the CogVideoX backbone, and training for its autoencoder. */
public final class CogVideoXPlugin implements Plugin {
  /** For the service loader. */
  public CogVideoXPlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(new CogVideoXFactory());
  }

  @Override
  public List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of(
        ComponentFactory.of(
            "cogvideox-vae",
            "CogVideoX's autoencoder of any size, trained from random weights",
            AutoencoderFitSettings.class,
            (config, context) -> CogVideoXAutoencoder.fitter(config)));
  }
}
