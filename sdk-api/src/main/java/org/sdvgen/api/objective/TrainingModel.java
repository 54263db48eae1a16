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

/**
 * The model as an objective sees it. Objectives encode through it and not through the codec, so
 * that a cache of latents and embeddings can answer instead.
 */
public interface TrainingModel {
  /**
   * The backbone's specification.
   *
   * @return the specification
   */
  BackboneSpec spec();

  /**
   * Latents of one role of every example.
   *
   * @param manager owns the result
   * @param examples B examples
   * @param role role of the clip
   * @return the posterior of the normalised latents, (B, c, f, h, w)
   */
  LatentDistribution encode(NDManager manager, List<Example> examples, String role);

  /**
   * Latents of pixels that are not a whole clip of an example, such as one frame of it.
   *
   * @param pixels (B, C, F, H, W), fp32 in [-1, 1]
   * @return the posterior of the normalised latents, (B, c, f, h, w)
   */
  LatentDistribution encode(NDArray pixels);

  /**
   * Embeddings of the examples' prompts.
   *
   * @param manager owns the result
   * @param prompts B prompts
   * @return a bundle of batch size B
   */
  TextBundle encodeText(NDManager manager, List<String> prompts);

  /**
   * The network.
   *
   * @return the denoiser
   */
  Denoiser denoiser();

  /**
   * The diffusion process.
   *
   * @return the process
   */
  NoiseProcess noiseProcess();

  /**
   * A new scope on the model's device.
   *
   * @return a manager; the caller closes it
   */
  NDManager newScope();

  /**
   * This model with another network, such as one with an adapter.
   *
   * @param denoiser the network
   * @return a view of both
   */
  default TrainingModel withDenoiser(Denoiser denoiser) {
    return new OtherDenoiser(this, denoiser);
  }

  /**
   * The pretrained model without any cache: every clip and prompt is encoded at every call.
   *
   * @param backbone the model; stays the caller's
   * @param codec its own codec, or the one that takes its place
   * @return a view of both
   */
  static TrainingModel of(Backbone backbone, LatentCodec codec) {
    return new UncachedModel(backbone, codec);
  }
}
