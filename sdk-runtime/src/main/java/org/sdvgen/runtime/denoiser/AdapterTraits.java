package org.sdvgen.runtime.denoiser;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.LoraModule;

/**
 * How a network is adapted, and what its adapters' files are like.
 *
 * @param defaultTargets suffixes of the modules that are adapted unless a configuration says others
 * @param names what programs call the network's modules, by their paths in it, diffusers' names
 *     first
 * @param formats the kinds of files that adapters are converted to
 * @param copies what else is written whenever an adapter is saved
 * @param settings settings of the backbone that its adapters record
 * @param mergeability which adapters the base weights can take up
 */
public record AdapterTraits(
    List<String> defaultTargets,
    List<UnaryOperator<String>> names,
    List<AdapterFormat> formats,
    List<AdapterFormat> copies,
    AdapterSettings settings,
    Mergeability mergeability) {
  /** Copies the lists. */
  public AdapterTraits {
    defaultTargets = List.copyOf(defaultTargets);
    names = List.copyOf(names);
    formats = List.copyOf(formats);
    copies = List.copyOf(copies);
  }

  /**
   * Which adapters the base weights can take up: those that act on all tokens of a module alike.
   */
  @FunctionalInterface
  public interface Mergeability {
    /** Every adapter can be merged. */
    Mergeability ALWAYS = (modules, settings) -> Optional.empty();

    /**
     * Looks for what hinders a merge.
     *
     * @param modules the adapted modules
     * @param settings the settings that the adapter is used with
     * @return why it cannot be merged, to stand after the file's name; empty if it can
     */
    Optional<String> obstacle(List<LoraModule> modules, Map<String, String> settings);
  }
}
