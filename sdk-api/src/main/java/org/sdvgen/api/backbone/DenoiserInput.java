package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The input of a denoiser.
 *
 * @param latents noisy latents, (B, c, f, h, w), fp32
 * @param timesteps fp32, in the noise process's units: (B) one per sample, (B, f) one per latent
 *     frame, or (B, n) one per token where n is the number of the video's tokens
 * @param text encoded prompts of batch size B
 * @param references reference pictures, each with latents of batch size B; empty for none
 * @param framesPerSecond the clip's rate, for models with that input
 */
public record DenoiserInput(
    NDArray latents,
    NDArray timesteps,
    TextBundle text,
    List<Reference> references,
    OptionalDouble framesPerSecond) {
  /** Copies the list and checks that the batch sizes agree. */
  public DenoiserInput {
    references = List.copyOf(references);
    long batch = latents.getShape().get(0);
    if (timesteps.getShape().get(0) != batch || text.batchSize() != batch) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "batch sizes differ: latents %s, timesteps %s, text %d",
              latents.getShape(),
              timesteps.getShape(),
              text.batchSize()));
    }
    for (Reference reference : references) {
      if (reference.latents().getShape().get(0) != batch) {
        throw new IllegalArgumentException(
            "batch sizes differ: latents %s, reference %s"
                .formatted(latents.getShape(), reference.latents().getShape()));
      }
    }
  }
}
