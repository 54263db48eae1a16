package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.NoiseProcess;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.TrainingModel;

/**
 * A backbone as objectives see it, without any cache.
 *
 * @param backbone the model
 */
public record BackboneModel(Backbone backbone) implements TrainingModel {
  @Override
  public BackboneSpec spec() {
    return backbone.spec();
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    List<PixelClip> clips = examples.stream().map(example -> example.clip(role)).toList();
    try (NDArray pixels = PixelClip.stack(clips, manager)) {
      return encode(pixels);
    }
  }

  @Override
  public LatentDistribution encode(NDArray pixels) {
    return backbone.latentCodec().encode(pixels);
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
