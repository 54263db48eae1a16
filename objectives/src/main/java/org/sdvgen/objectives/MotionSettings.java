package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of the motion objective.
 *
 * @param tokenDrop share of the reference tokens that is dropped (paper: 0.5), or the probability
 *     that a sample loses all of them; 1 trains text to video without any reference
 * @param tokenDropSampling how the dropped tokens are drawn
 * @param referenceFrameStride the reference is one of the clip's frames 0, s, 2s, ... (paper: 1)
 * @param clipStart where in its video a clip begins
 * @param referenceSampling how the reference frame's latents are taken from their posterior
 * @param targetSampling how the clip's latents are taken from their posterior
 */
public record MotionSettings(
    @Setting(
            doc = "Share of the reference tokens dropped; 1 for no reference",
            defaultValue = "0.5")
        double tokenDrop,
    @Setting(
            doc =
                "Dropped tokens: bernoulli (each by itself), fixed (the same number everywhere) or"
                    + " whole (all of a sample's or none, as in the authors' first code)",
            defaultValue = "bernoulli")
        TokenDropSampling tokenDropSampling,
    @Setting(
            doc = "The reference is drawn from every n-th frame of the clip, from the first on",
            defaultValue = "1")
        int referenceFrameStride,
    @Setting(
            doc = "Where clips begin in longer videos: random or beginning",
            defaultValue = "random")
        ClipStart clipStart,
    @Setting(
            doc = "Reference latents: sample (a random one of the posterior) or mode",
            defaultValue = "sample")
        LatentSampling referenceSampling,
    @Setting(
            doc = "Target latents: sample (a random one of the posterior) or mode",
            defaultValue = "sample")
        LatentSampling targetSampling) {
  /** Checks the ranges. */
  public MotionSettings {
    Ranges.probability("token_drop", tokenDrop);
    if (referenceFrameStride < 1) {
      throw new IllegalArgumentException(
          "reference_frame_stride must be at least 1, not " + referenceFrameStride);
    }
  }

  MotionSettings withoutTokenDrop() {
    return new MotionSettings(
        0, tokenDropSampling, referenceFrameStride, clipStart, referenceSampling, targetSampling);
  }
}
