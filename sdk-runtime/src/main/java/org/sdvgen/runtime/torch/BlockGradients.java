package org.sdvgen.runtime.torch;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/**
 * Gradients of a chain's inputs.
 *
 * @param streams of the streams, in their order and precision; empty unless they were asked for
 * @param shared of the shared tensors that were asked for, by name, summed over all blocks in fp32
 */
public record BlockGradients(List<NDArray> streams, Map<String, NDArray> shared) {}
