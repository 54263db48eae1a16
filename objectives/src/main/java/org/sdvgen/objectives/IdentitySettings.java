package org.sdvgen.objectives;

import org.sdvgen.api.config.Setting;
import org.sdvgen.api.objective.TokenPlace;

/**
 * Settings of the identity objective.
 *
 * @param viewDrop probability that a sample is trained without its reference (paper: 0.5)
 * @param sourceZoomMin smallest zoom of the source's crop
 * @param sourceZoomMax largest zoom of the source's crop
 * @param targetZoomMin smallest zoom of the target's crop
 * @param targetZoomMax largest zoom of the target's crop
 * @param subjectToken where the subject token stands in the prompt (paper: before the subject)
 * @param referenceSampling how the source's latents are taken from their posterior
 * @param targetSampling how the target's latents are taken from their posterior
 */
public record IdentitySettings(
    @Setting(
            doc = "Probability that a sample is trained without its reference",
            defaultValue = "0.5")
        double viewDrop,
    @Setting(doc = "Smallest zoom of the source's random crop, at least 1", defaultValue = "1")
        double sourceZoomMin,
    @Setting(doc = "Largest zoom of the source's random crop", defaultValue = "1.25")
        double sourceZoomMax,
    @Setting(doc = "Smallest zoom of the target's random crop, at least 1", defaultValue = "1")
        double targetZoomMin,
    @Setting(doc = "Largest zoom of the target's random crop", defaultValue = "1.25")
        double targetZoomMax,
    @Setting(
            doc =
                "Place of the subject token <cls>: before_subject, start (of the prompt, as in the"
                    + " authors' first code) or none",
            defaultValue = "before_subject")
        TokenPlace subjectToken,
    @Setting(
            doc = "Reference latents: sample (a random one of the posterior) or mode",
            defaultValue = "sample")
        LatentSampling referenceSampling,
    @Setting(
            doc = "Target latents: sample (a random one of the posterior) or mode",
            defaultValue = "sample")
        LatentSampling targetSampling) {
  /** Checks the ranges. */
  public IdentitySettings {
    Ranges.probability("view_drop", viewDrop);
    Ranges.zooms("source", sourceZoomMin, sourceZoomMax);
    Ranges.zooms("target", targetZoomMin, targetZoomMax);
  }

  IdentitySettings withViewDrop(double probability) {
    return new IdentitySettings(
        probability,
        sourceZoomMin,
        sourceZoomMax,
        targetZoomMin,
        targetZoomMax,
        subjectToken,
        referenceSampling,
        targetSampling);
  }

  CropJitter sourceCrop() {
    return new CropJitter(sourceZoomMin, sourceZoomMax);
  }

  CropJitter targetCrop() {
    return new CropJitter(targetZoomMin, targetZoomMax);
  }
}
