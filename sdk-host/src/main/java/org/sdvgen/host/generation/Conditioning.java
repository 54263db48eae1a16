package org.sdvgen.host.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.LatentDistribution;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.ReferenceMode;
import org.sdvgen.api.backbone.TextBundle;
import org.sdvgen.api.data.PixelClip;
import org.sdvgen.api.objective.TrainingModel;
import org.sdvgen.host.GenerationSettings.GuidanceReference;
import org.sdvgen.host.GenerationSettings.ReferenceSampling;

/**
 * The inputs of every denoising step besides latents and timestep. With guidance the batch is the
 * unconditional half and then the conditional one.
 *
 * @param text embeddings, batch size 1, or 2 with guidance
 * @param references the reference, or none
 * @param firstFrame the reference as the video's first frame, instead
 */
record Conditioning(TextBundle text, List<Reference> references, Optional<FirstFrame> firstFrame) {
  /**
   * Encodes the prompts.
   *
   * @param model the model
   * @param scope owns the result
   * @param plan the settings
   * @param prompt the prompt as the model reads it
   * @return embeddings, batch size 1, or 2 with guidance
   */
  static TextBundle text(TrainingModel model, NDManager scope, GenerationPlan plan, String prompt) {
    return model.encodeText(
        scope, plan.guided() ? List.of(plan.negativePrompt(), prompt) : List.of(prompt));
  }

  /**
   * Encodes the reference.
   *
   * @param model the model
   * @param scope owns the result
   * @param plan the settings
   * @param text the prompts' embeddings
   * @param picture the reference in the video's shape
   * @param draws for the sample from the reference's posterior
   * @return the conditioning
   */
  static Conditioning with(
      TrainingModel model,
      NDManager scope,
      GenerationPlan plan,
      TextBundle text,
      Optional<PixelClip> picture,
      GenerationDraws draws) {
    Optional<NDArray> latents = picture.map(pixels -> latents(model, scope, plan, pixels, draws));
    return plan.referenceMode() == ReferenceMode.FIRST_FRAME
        ? new Conditioning(text, List.of(), latents.map(FirstFrame::new))
        : new Conditioning(
            text,
            latents.stream().map(one -> reference(model, scope, plan, one)).toList(),
            Optional.empty());
  }

  private static NDArray latents(
      TrainingModel model,
      NDManager scope,
      GenerationPlan plan,
      PixelClip picture,
      GenerationDraws draws) {
    NDArray pixels = PixelClip.stack(List.of(picture), scope);
    LatentDistribution posterior = model.encode(pixels);
    return plan.referenceSampling() == ReferenceSampling.MODE
        ? posterior.mode()
        : posterior.sample(draws.reference(scope, posterior.mean().getShape()));
  }

  private static Reference reference(
      TrainingModel model, NDManager scope, GenerationPlan plan, NDArray latents) {
    if (!plan.guided()) {
      return Reference.whole(latents);
    }
    NDArray both = NDArrays.concat(new NDList(latents, latents), 0);
    return new Reference(both, keep(model, scope, plan, both.getShape()), Optional.empty());
  }

  /** Keeps the reference from the unconditional half if so asked. */
  private static @Nullable NDArray keep(
      TrainingModel model, NDManager scope, GenerationPlan plan, Shape latents) {
    if (plan.guidanceReference() == GuidanceReference.BOTH) {
      return null;
    }
    int tokens =
        model
            .denoiser()
            .referenceTokens(Math.toIntExact(latents.get(3)), Math.toIntExact(latents.get(4)));
    byte[] mask = new byte[2 * tokens];
    Arrays.fill(mask, tokens, 2 * tokens, (byte) 1);
    return scope.create(ByteBuffer.wrap(mask), new Shape(2, tokens), DataType.UINT8);
  }
}
