package org.sdvgen.host.training;

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
import org.sdvgen.api.objective.Example;
import org.sdvgen.api.objective.TrainingModel;

/** The model without any cache: every clip and prompt is encoded when it is asked for. */
public final class BackboneTrainingModel implements TrainingModel {
  private final Backbone backbone;
  private final LatentCodec codec;

  /**
   * A view of a backbone.
   *
   * @param backbone the model
   * @param codec its own codec, or the one that takes its place
   */
  public BackboneTrainingModel(Backbone backbone, LatentCodec codec) {
    this.backbone = backbone;
    this.codec = codec;
  }

  @Override
  public BackboneSpec spec() {
    return backbone.spec();
  }

  @Override
  public LatentDistribution encode(NDManager manager, List<Example> examples, String role) {
    List<PixelClip> clips = examples.stream().map(example -> example.clip(role)).toList();
    try (NDManager scope = manager.newSubManager()) {
      LatentDistribution latents = codec.encode(PixelClip.stack(clips, scope));
      latents.mean().attach(manager);
      latents.deviation().attach(manager);
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
