package org.sdvgen.api.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.LatentCodec;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.data.PixelClip;

/** The model behind {@link TrainingModel#of}. */
record UncachedModel(Backbone backbone, LatentCodec codec) implements TrainingModel {
  @Override
  public BackboneSpec spec() {
    return backbone.spec().withLatents(codec.geometry());
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    List<PixelClip> clips = examples.stream().map(example -> example.clip(role)).toList();
    try (NDManager scope = manager.newSubManager()) {
      LatentDistribution latents = codec.encode(PixelClip.stack(clips, scope));
      latents.mean().attach(manager);
      latents.std().attach(manager);
      return latents;
    }
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    return codec.encode(pixels);
  }

  @Override
  public TextBundle encodeText(NDManager manager, List<String> prompts) {
    return backbone.textEncoder().encode(manager, prompts);
  }

  @Override
  public Denoiser denoiser() {
    return backbone.denoiser();
  }

  @Override
  public NoiseProcess noiseProcess() {
    return backbone.noiseProcess();
  }

  @Override
  public NDManager newScope() {
    return backbone.newScope();
  }
}
