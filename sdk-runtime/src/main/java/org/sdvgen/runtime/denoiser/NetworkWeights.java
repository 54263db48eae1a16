package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Set;

/**
 * The weights that a network runs with.
 *
 * @param base the pretrained weights
 * @param tensors an adapter below the paths of the adapted modules, and masters, which are used in
 *     place of the pretrained weights of the same names
 * @param trainable names of those that gradients are wanted for
 * @param adapterScale the adapter's weight times alpha / rank
 * @param adapterDropout share of the adapter's inputs dropped in training
 * @param adapterSettings the backbone's settings that the adapter is used with, by name
 */
record NetworkWeights(
    PretrainedWeights base,
    Map<String, NDArray> tensors,
    Set<String> trainable,
    double adapterScale,
    double adapterDropout,
    Map<String, String> adapterSettings) {}
