package org.sdvgen.cogvideox;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.cogvideox.vae.CogVideoXAutoencoder;
import org.sdvgen.runtime.backbone.CheckpointFactory;
import org.sdvgen.runtime.backbone.PublishedCheckpoint;
import org.sdvgen.runtime.vae.AutoencoderFitter;

/** Brings the CogVideoX backbone, and training for its autoencoder. */
public final class CogVideoXPlugin implements Plugin {
  /** Makes CogVideoX backbones. */
  public static final BackboneFactory<CogVideoXSettings> BACKBONE =
      new CheckpointFactory<>(
          "cogvideox",
          "CogVideoX-5B (THUDM/CogVideoX-5b): joint attention over text, reference and video"
              + " tokens, v-prediction",
          CogVideoXSettings.class,
          CogVideoXModel::new,
          new PublishedCheckpoint(
              "cogvideox-5b",
              "THUDM/CogVideoX-5b: 5.6 billion parameters, 49 frames of 480x720",
              CogVideoXPlugin.class));

  /** For the service loader. */
  public CogVideoXPlugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(BACKBONE);
  }

  @Override
  public List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of(
        AutoencoderFitter.factory(
            "cogvideox-vae",
            "CogVideoX's autoencoder of any size, trained from random weights",
            CogVideoXAutoencoder::read));
  }
}
