package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of the motion objective.
 *
 * @param tokenDrop share of the reference tokens that is dropped (paper: 0.5); 1 trains text to
 *     video without any reference
 * @param tokenDropSampling how the dropped tokens are drawn
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
                "Dropped tokens: bernoulli (each by itself) or fixed (the same number everywhere)",
            defaultValue = "bernoulli")
        TokenDropSampling tokenDropSampling,
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
  }
}
