package org.sdvgen.wan22;

import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.CodecFitter;
import org.sdvgen.api.plugin.BackboneFactory;
import org.sdvgen.api.plugin.ComponentFactory;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.runtime.backbone.CheckpointFactory;
import org.sdvgen.runtime.backbone.PublishedCheckpoint;
import org.sdvgen.runtime.vae.AutoencoderFitter;
import org.sdvgen.wan22.vae.WanAutoencoder;

/** Brings the Wan 2.2 TI2V-5B backbone, and training for its autoencoder. */
public final class Wan22Plugin implements Plugin {
  /** Makes Wan 2.2 backbones. */
  public static final BackboneFactory<Wan22Settings> BACKBONE =
      new CheckpointFactory<>(
          "wan22",
          "Wan 2.2 TI2V-5B (Wan-AI/Wan2.2-TI2V-5B-Diffusers): cross-attention to text, clean"
              + " reference tokens, flow matching",
          Wan22Settings.class,
          Wan22Model::new,
          new PublishedCheckpoint(
              "wan2.2-ti2v-5b",
              "Wan-AI/Wan2.2-TI2V-5B-Diffusers: 5.0 billion parameters, 121 frames of 704x1280",
              Wan22Plugin.class));

  /** For the service loader. */
  public Wan22Plugin() {}

  @Override
  public List<ComponentFactory<?, ? extends Backbone>> backbones() {
    return List.of(BACKBONE);
  }

  @Override
  public List<ComponentFactory<?, ? extends CodecFitter>> codecFitters() {
    return List.of(
        AutoencoderFitter.factory(
            "wan22-vae",
            "Wan 2.2's autoencoder of any size, trained from random weights",
            WanAutoencoder::read));
  }
}
