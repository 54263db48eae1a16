package org.sdvgen.runtime.lora;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which adapters act on only some of a module's tokens. Such an adapter cannot be merged into the
 * base weights, and other programs apply it to all tokens.
 */
@FunctionalInterface
public interface AdapterReach {
  /** Every adapter acts on all tokens alike. */
  AdapterReach ALL_TOKENS = (modules, settings) -> Optional.empty();

  /**
   * Looks for modules whose adapter does not act on all tokens.
   *
   * @param modules the adapted modules
   * @param settings the settings that the adapter is used with
   * @return these modules; empty if there is none
   */
  Optional<Partial> partial(List<LoraModule> modules, Map<String, String> settings);

  /**
   * Modules whose adapter acts on only some of the tokens.
   *
   * @param modules their paths, at least one
   * @param cause the setting that makes it so, and the tokens
   * @param remedy how to train an adapter that acts on all
   */
  record Partial(List<String> modules, String cause, String remedy) {
    /** Copies the list. */
    public Partial {
      modules = List.copyOf(modules);
    }

    /**
     * Why the adapter cannot be merged into the base weights.
     *
     * @return a reason, to stand after the file's name
     */
    public String mergeObstacle() {
      return "%s is adapted with %s, and its weight serves all tokens; %s, to merge"
          .formatted(modules.get(0), cause, remedy);
    }

    /**
     * Words the notice to users of the adapter in another program.
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
