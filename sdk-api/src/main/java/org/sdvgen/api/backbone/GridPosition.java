package org.sdvgen.api.backbone;

/**
 * A position in the space-time grid of tokens, in tokens. The backbone turns it into rotary or
 * learned embeddings.
 *
 * @param frame index on the time axis of the reference's tokens; the video begins at {@code
 *     videoFrame}
 * @param row vertical offset of the reference from the video
 * @param column horizontal offset of the reference from the video
 * @param videoFrame index on the time axis of the video's first latent frame
 */
public record GridPosition(int frame, int row, int column, int videoFrame) {
  /** The reference one step before the video: "continuous extension" in the paper. */
  public static final GridPosition CONTINUOUS = new GridPosition(0, 0, 0, 1);
}
