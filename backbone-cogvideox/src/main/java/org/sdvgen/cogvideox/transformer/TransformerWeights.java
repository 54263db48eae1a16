package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Set;

/**
 * The weights that the network runs with.
 *
 * @param tensors pretrained weights and, below the paths of the adapted modules, an adapter
 * @param trainable names of those that gradients are wanted for
 * @param adapterScale alpha / rank of the adapter
 * @param adapterDropout share of the adapter's inputs dropped in training
 * @param normLora which streams the norms' adapter acts on
 */
record TransformerWeights(
    Map<String, NDArray> tensors,
    Set<String> trainable,
    double adapterScale,
    double adapterDropout,
    NormLora normLora) {}
