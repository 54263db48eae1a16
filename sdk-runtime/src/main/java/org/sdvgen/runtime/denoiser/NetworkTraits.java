package org.sdvgen.runtime.denoiser;

import java.util.function.Function;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.runtime.torch.Precision;

/**
 * How a network's parameters are stored, grouped and adapted.
 *
 * @param precisions the precision that a pretrained parameter is kept in, by its name
 * @param groups the group of the paper's gradient analysis that a parameter belongs to, by its name
 * @param adapters how the network is adapted
 */
public record NetworkTraits(
    Function<String, Precision> precisions,
    Function<String, ParameterGroup> groups,
    AdapterTraits adapters) {}
