package org.sdvgen.cogvideox.transformer;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.sdvgen.api.backbone.LoraConfig;

/**
 * An adapter in use.
 *
 * @param config its settings
 * @param tensors fp32 tensors by name
 * @param normLora which streams its part in the norms acts on
 */
record Adapter(LoraConfig config, Map<String, NDArray> tensors, NormLora normLora) {}
