package org.sdvgen.api.backbone;

/**
 * A place in the space-time grid of tokens, in tokens. What the backbone makes of it (rotary or
 * learned embeddings) is its own affair.
 *
 * @param frame index on the time axis of the reference's tokens; the video begins at {@code
 *     videoFrame}
 * @param row shift of the reference's rows against the video's
 * @param column shift of the reference's columns against the video's
 * @param videoFrame index on the time axis of the video's first latent frame
 */
public record GridPosition(int frame, int row, int column, int videoFrame) {
  /** The reference one step before the video: "continuous extension" in the paper. */
  public static final GridPosition CONTINUOUS = new GridPosition(0, 0, 0, 1);
}
