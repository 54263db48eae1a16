package org.sdvgen.runtime.checkpoint;

import org.sdvgen.runtime.weights.TensorTable;

/**
 * The tensors of a checkpoint's networks.
 *
 * @param transformer those of {@code transformer/}
 * @param vae those of {@code vae/}
 * @param textEncoder those of {@code text_encoder/}
 */
public record CheckpointTables(TensorTable transformer, TensorTable vae, TensorTable textEncoder) {}
