package org.sdvgen.host.generation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.plugin.Notices;
import org.sdvgen.host.AdapterUse;
import org.sdvgen.runtime.io.FileState;

/**
 * The adapters of the latest request that named any. They stay loaded for the next one, as long as
 * their files are the same.
 */
final class LoadedAdapters {
  private final Parameters parameters;
  private final AdapterFallback fallback;
  private final Notices notices;
  private Map<Path, Loaded> loaded = Map.of();

  /** An adapter and the state of its file when it was read; none if there was no such file. */
  private record Loaded(Adapter adapter, Optional<FileState> state) {}

  LoadedAdapters(Parameters parameters, AdapterFallback fallback, Notices notices) {
    this.parameters = parameters;
    this.fallback = fallback;
    this.notices = notices;
  }

  /**
   * Loads what is not loaded yet. Adapters that are not wanted any more are closed, unless a file
   * is at fault.
   *
   * @param masters weights that take the place of pretrained ones; empty for none
   * @param wanted the adapters, at least one; a file may be wanted twice
   * @return a tuning of them; they stay this object's
   * @throws org.sdvgen.api.error.InputException if a file cannot be read or does not fit the model
   */
  Tuning use(Optional<MasterWeights> masters, List<AdapterUse> wanted) {
    Map<Path, Loaded> now = new LinkedHashMap<>();
    List<Tuning.Weighted> weighted = new ArrayList<>();
    try {
      for (AdapterUse use : wanted) {
        Loaded one = now.computeIfAbsent(use.file().toAbsolutePath(), path -> present(use.file()));
        weighted.add(new Tuning.Weighted(one.adapter(), use.weight()));
      }
    } catch (RuntimeException e) {
      closeAllBut(loaded, now);
      throw e;
    }
    closeAllBut(now, loaded);
    loaded = now;
    return new Tuning(masters, weighted);
  }

  private Loaded present(Path file) {
    Optional<FileState> state = FileState.of(file);
    Loaded known = loaded.get(file.toAbsolutePath());
    if (known != null && state.isPresent() && known.state().equals(state)) {
      return known;
    }
    Adapter adapter = parameters.loadAdapter(file, fallback);
    adapter.notices().forEach(notices::say);
    return new Loaded(adapter, state);
  }

  private static void closeAllBut(Map<Path, Loaded> kept, Map<Path, Loaded> all) {
    all.values().stream()
        .filter(one -> !kept.containsValue(one))
        .forEach(one -> one.adapter().close());
  }
}
