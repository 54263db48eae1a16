package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.LoraConfig;

/**
 * An adapter read from a file.
 *
 * @param config its settings; what the file does not say comes from the caller
 * @param modules the adapted modules, in the network's order
 * @param tensors fp32 tensors by name in the network, A before B, in the modules' order
 * @param settings the backbone's settings that it was trained with; empty if the file says nothing
 *     about them
 * @param notices sentences for the user about what the file left open
 */
public record LoadedAdapter(
    LoraConfig config,
    List<LoraModule> modules,
    Map<String, NDArray> tensors,
    Optional<Map<String, String>> settings,
    List<String> notices) {}
