package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;

/**
 * Cosines and sines by which the channels of queries and keys are turned, each value twice.
 *
 * @param cos (tokens, head width), fp32
 * @param sin (tokens, head width), fp32
 */
public record RotaryTable(NDArray cos, NDArray sin) {}
