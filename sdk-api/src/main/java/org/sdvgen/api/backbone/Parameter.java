package org.sdvgen.api.backbone;

import ai.djl.ndarray.NDArray;

/**
 * A trainable parameter.
 *
 * @param name its name within the denoiser, as checkpoints and adapter files spell it, such as
 *     {@code transformer_blocks.0.attn1.to_q.lora_A.weight}
 * @param group its layer group
 * @param value its fp32 value; the optimizer changes it in place
 */
public record Parameter(String name, ParameterGroup group, NDArray value) {}
