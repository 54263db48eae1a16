package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/**
 * A training problem for the denoiser.
 *
 * @param noisy its input, (B, c, f, h, w)
 * @param target the wanted prediction, (B, c, f, h, w)
 * @param weight loss weight per sample, (B)
 */
public record Corruption(NDArray noisy, NDArray target, NDArray weight) {}
