package org.sdvgen.runtime.denoiser;

import java.util.List;
import java.util.function.Function;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.runtime.lora.AdapterCopy;
import org.sdvgen.runtime.lora.AdapterKeys;
import org.sdvgen.runtime.torch.Precision;

/**
 * How a network's parameters are stored, grouped and adapted.
 *
 * @param precisions the precision that a pretrained parameter is kept in, by its name
 * @param groups the group of the paper's gradient analysis that a parameter belongs to, by its name
 * @param defaultTargets suffixes of the modules that are adapted unless a configuration says others
 * @param adapterKeys how files spell the keys of its adapters, diffusers' spelling first
 * @param adapterCopies what else is written whenever an adapter is saved
 * @param adapterSettings settings of the backbone that its adapters record
 */
public record NetworkTraits(
    Function<String, Precision> precisions,
    Function<String, ParameterGroup> groups,
    List<String> defaultTargets,
    List<AdapterKeys> adapterKeys,
    List<AdapterCopy> adapterCopies,
    AdapterSettings adapterSettings) {
  /** Copies the lists. */
  public NetworkTraits {
    defaultTargets = List.copyOf(defaultTargets);
    adapterKeys = List.copyOf(adapterKeys);
    adapterCopies = List.copyOf(adapterCopies);
  }
}
