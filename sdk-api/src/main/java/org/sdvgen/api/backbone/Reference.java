package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reference picture per sample, with its position and a mask of the tokens that are kept.
 *
 * @param latents (B, c, 1, h, w), normalised, fp32
 * @param keep (B, N) uint8, 1 for the reference tokens that stay in the sequence, where N is {@link
 *     Denoiser#referenceTokens}; null to keep all. A sample whose row is zero has no reference.
 *     Tokens that are not kept do not influence the result.
 * @param position position in the space-time grid; empty for the backbone's own choice
 */
public record Reference(NDArray latents, @Nullable NDArray keep, Optional<GridPosition> position) {
  /**
   * A reference of which all tokens are kept, at the backbone's own position.
   *
   * @param latents (B, c, 1, h, w), normalised, fp32
   * @return the reference
   */
  public static Reference whole(NDArray latents) {
    return new Reference(latents, null, Optional.empty());
  }
}
