package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.sdvgen.api.backbone.LoraConfig;

/**
 * An adapter in use.
 *
 * @param config its settings
 * @param tensors fp32 tensors by name
 * @param settings the backbone's settings that it is used with
 */
record Adapter(LoraConfig config, Map<String, NDArray> tensors, Map<String, String> settings) {}
