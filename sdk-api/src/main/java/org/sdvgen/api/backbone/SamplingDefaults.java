package org.sdvgen.api.backbone;

/**
 * The model's own defaults for sampling.
 *
 * @param steps number of denoising steps
 * @param guidanceScale scale of classifier-free guidance
 * @param meanReference whether a reference's latents are the mean of their posterior instead of a
 *     random draw
 */
public record SamplingDefaults(int steps, double guidanceScale, boolean meanReference) {}
