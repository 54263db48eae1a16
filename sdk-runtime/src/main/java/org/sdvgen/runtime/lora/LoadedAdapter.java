package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.runtime.torch.Precision;

/**
 * An adapter read from a file.
 *
 * @param format how the file spells its keys, as users call it
 * @param config its settings, with the largest rank that a module has; all modules have its scale.
 *     Values that the file does not have come from the caller
 * @param modules the adapted modules, in the network's order
 * @param tensors fp32 tensors by name in the network, A before B, in the modules' order
 * @param exact the narrowest precision that holds the tensors without loss
 * @param settings the backbone's settings that it was trained with; empty if the file says nothing
 *     about them
 * @param metadata the header's other free text entries
 * @param notices sentences for the user about values that the file does not have
 */
public record LoadedAdapter(
    String format,
    LoraSettings config,
    List<LoraModule> modules,
    Map<String, NDArray> tensors,
    Precision exact,
    Optional<Map<String, String>> settings,
    Map<String, String> metadata,
    List<String> notices) {}
