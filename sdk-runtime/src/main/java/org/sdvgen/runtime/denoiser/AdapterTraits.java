package org.sdvgen.runtime.denoiser;

import java.util.List;
import java.util.Locale;
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
 * @param reach which adapters act on some tokens alone
 */
public record AdapterTraits(
    List<String> defaultTargets,
    List<UnaryOperator<String>> names,
    List<AdapterFormat> formats,
    List<AdapterFormat> copies,
    AdapterSettings settings,
    Reach reach) {
  /** Copies the lists. */
  public AdapterTraits {
    defaultTargets = List.copyOf(defaultTargets);
    names = List.copyOf(names);
    formats = List.copyOf(formats);
    copies = List.copyOf(copies);
  }

  /**
   * Which adapters act on some of a module's tokens alone. The base weights cannot take such an
   * adapter up, and other programs apply it to all tokens.
   */
  @FunctionalInterface
  public interface Reach {
    /** Every adapter acts on all tokens alike. */
    Reach ALL = (modules, settings) -> Optional.empty();

    /**
     * Looks for modules whose adapter does not act on all tokens.
     *
     * @param modules the adapted modules
     * @param settings the settings that the adapter is used with
     * @return these modules; empty if there is none
     */
    Optional<Partial> partial(List<LoraModule> modules, Map<String, String> settings);
  }

  /**
   * Modules whose adapter acts on some of the tokens alone.
   *
   * @param modules their paths, at least one
   * @param cause the setting that makes it so, and the tokens
   * @param remedy how to train an adapter that acts on all
   */
  public record Partial(List<String> modules, String cause, String remedy) {
    /** Copies the list. */
    public Partial {
      modules = List.copyOf(modules);
    }

    /**
     * Why the base weights cannot take the adapter up.
     *
     * @return a reason, to stand after the file's name
     */
    public String mergeObstacle() {
      return "%s is adapted with %s, and its weight serves all tokens; %s, to merge"
          .formatted(modules.get(0), cause, remedy);
    }

    /**
     * What a user of the adapter in another program should know.
     *
     * @param all how many modules the adapter has
     * @return a sentence without its full stop
     */
    public String exportNotice(int all) {
      return String.format(
          Locale.ROOT,
          "%d of the adapter's %d modules (%s%s) are adapted with %s; other programs know no such"
              + " setting and act with them on all tokens, which gives other clips; %s, for other"
              + " programs",
          modules.size(),
          all,
          modules.get(0),
          modules.size() > 1 ? " and others" : "",
          cause,
          remedy);
    }
  }
}
