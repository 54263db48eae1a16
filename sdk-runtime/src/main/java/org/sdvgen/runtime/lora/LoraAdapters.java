package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.backbone.Parameters.AdapterFallback;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.runtime.weights.HeldTensors;

/** Makes and loads the adapters of one network. */
public final class LoraAdapters {
  private final NDManager manager;
  private final Map<String, Shape> base;
  private final AdapterTraits traits;
  private final Function<String, ParameterGroup> groups;
  private final Consumer<TrainableWeights> closing;

  /**
   * The adapters of a network.
   *
   * @param manager parent of the managers that own their matrices
   * @param base shapes of the network's tensors by name
   * @param traits how the network is adapted
   * @param groups the group of a parameter by its name
   * @param closing called with an adapter before it is freed
   */
  public LoraAdapters(
      NDManager manager,
      Map<String, Shape> base,
      AdapterTraits traits,
      Function<String, ParameterGroup> groups,
      Consumer<TrainableWeights> closing) {
    this.manager = manager;
    this.base = base;
    this.traits = traits;
    this.groups = groups;
    this.closing = closing;
  }

  /**
   * Makes an adapter that changes nothing yet.
   *
   * @param config rank, alpha, dropout and targets; the network's default targets if it names none
   * @param seed seeds the initial values
   * @return the adapter; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a target matches nothing
   */
  public Adapter create(LoraSettings config, long seed) {
    LoraSettings targeted =
        config.targets().isEmpty()
            ? new LoraSettings(
                config.rank(), config.alpha(), config.dropout(), traits.defaultTargets())
            : config;
    var modules = LoraTargets.match(base, targeted.targets());
    NDManager owner = manager.newSubManager();
    return adapter(
        owner,
        LoraInit.create(owner, modules, targeted.rank(), seed),
        new LoraAdapter.Description("the new adapter", targeted, traits.configured(), List.of()));
  }

  /**
   * Loads an adapter.
   *
   * @param file its file
   * @param fallback values for a file that does not have them
   * @return the adapter; the caller closes it
   * @throws org.sdvgen.api.error.InputException if the file is damaged or does not fit
   */
  public Adapter load(Path file, AdapterFallback fallback) {
    NDManager owner = manager.newSubManager();
    try {
      LoadedAdapter loaded = AdapterFile.read(owner, file, base, traits.names(), fallback);
      List<String> notices = new ArrayList<>(loaded.notices());
      Map<String, String> settings = traits.settings(file, loaded.settings(), notices);
      return adapter(
          owner,
          loaded.tensors(),
          new LoraAdapter.Description(file.toString(), loaded.config(), settings, notices));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private LoraAdapter adapter(
      NDManager owner, Map<String, NDArray> tensors, LoraAdapter.Description description) {
    return new LoraAdapter(this, new HeldTensors(owner, tensors, groups), description);
  }

  /**
   * Checks that an adapter is one of these.
   *
   * @param adapter an adapter
   * @return the adapter
   * @throws IllegalArgumentException if another network's
   * @throws IllegalStateException if it is closed
   */
  public LoraAdapter own(Adapter adapter) {
    if (!(adapter instanceof LoraAdapter own) || own.maker() != this) {
      throw new IllegalArgumentException("the adapter was made by another model");
    }
    if (own.isClosed()) {
      throw new IllegalStateException("an adapter is used after closing");
    }
    return own;
  }

  /**
   * Finds out which settings of the backbone adapters that are combined are used with.
   *
   * @param adapters the adapters, any number of them
   * @return the value of every setting; the configured ones without an adapter
   * @throws org.sdvgen.api.error.InputException if two of them need different values
   */
  public Map<String, String> settings(List<LoraAdapter> adapters) {
    return traits.together(adapters);
  }

  /** The further files that are written whenever an adapter is saved. */
  List<AdapterFormat> copies() {
    return traits.copies();
  }

  /** Frees an adapter. */
  void close(LoraAdapter adapter, HeldTensors held) {
    if (!held.isClosed()) {
      closing.accept(adapter);
      held.close();
    }
  }
}
