package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;

/**
 * Settings of the text-to-video objective.
 *
 * @param captionDrop probability that a sample is trained with the empty caption, which
 *     classifier-free guidance needs
 * @param timestepPower p of the timesteps' distribution: below 1, noisy ones are more likely
 * @param clipStart where in its video a clip begins
 * @param targetSampling how the clip's latents are taken from their posterior
 */
public record TextToVideoSettings(
    @Setting(
            doc = "Probability that a sample is trained with the empty caption",
            defaultValue = "0.1")
        double captionDrop,
    @Setting(
            doc =
                "Timesteps are those of u to this power, u uniform; below 1, noisy ones are more"
                    + " likely",
            defaultValue = "1")
        double timestepPower,
    @Setting(
            doc = "Where clips begin in longer videos: random or beginning",
            defaultValue = "random")
        ClipStart clipStart,
    @Setting(
            doc = "Target latents: sample (a random one of the posterior) or mode",
            defaultValue = "sample")
        LatentSampling targetSampling) {
  /** Checks the ranges. */
  public TextToVideoSettings {
    Ranges.probability("caption_drop", captionDrop);
    if (!(timestepPower > 0 && timestepPower < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("timestep_power must be above 0, not " + timestepPower);
    }
  }
}
