package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.io.Resources;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;

/**
 * A loaded network, which gives denoisers: with its pretrained weights and with adapters or
 * masters.
 */
public final class NetworkDenoiser implements AutoCloseable {
  private final NDManager manager;
  private final DenoiserNetwork network;
  private final PretrainedWeights pretrained;
  private final NetworkParameters parameters;
  private final Recomputation recomputation;
  private final Map<Tuning, NetworkView> views = new LinkedHashMap<>();

  private NetworkDenoiser(
      NDManager manager,
      DenoiserNetwork network,
      PretrainedWeights pretrained,
      Fingerprint fingerprint,
      AdapterTraits adapters,
      Recomputation recomputation) {
    this.manager = manager;
    this.network = network;
    this.recomputation = recomputation;
    this.pretrained = pretrained;
    parameters =
        new NetworkParameters(manager, network, pretrained, fingerprint, adapters, this::closing);
  }

  /**
   * Opens a network, whose weights are read when they are first used.
   *
   * @param parent parent of the manager that owns them; its device computes
   * @param folder where they are
   * @param definition the network
   * @param storage how its pretrained weights are kept
   * @param recomputation what backward computes again
   * @return the network with its weights; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a tensor is missing, damaged or of another shape
   */
  public static NetworkDenoiser load(
      NDManager parent,
      Path folder,
      NetworkDefinition definition,
      BaseStorage storage,
      Recomputation recomputation) {
    Resources opened = new Resources();
    try {
      NDManager owner = opened.add(parent.newSubManager());
      DenoiserNetwork network = opened.add(definition.network().get());
      WeightSource source = opened.add(WeightFiles.open(folder));
      PretrainedWeights pretrained =
          new PretrainedWeights(
              owner,
              source,
              definition.table(),
              PretrainedWeights.Rules.of(network, definition.table(), storage.precision()),
              storage);
      return new NetworkDenoiser(
          owner,
          network,
          pretrained,
          new Fingerprint(folder),
          definition.adapters(),
          recomputation);
    } catch (RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  /** Returns the pretrained weights, and makers of adapters. */
  public NetworkParameters parameters() {
    return parameters;
  }

  /** Returns the pretrained network. */
  public NetworkView pretrained() {
    return with(Tuning.NONE);
  }

  /**
   * Returns the network with trained weights.
   *
   * @param tuning weights that {@link #parameters} has made, and are open
   * @throws org.sdvgen.api.error.InputException if the adapters cannot be combined
   */
  public NetworkView with(Tuning tuning) {
    NetworkView known = views.get(tuning);
    if (known != null) {
      return known;
    }
    NDManager own = manager.newSubManager();
    try {
      NetworkView view = new NetworkView(own, network, parameters, tuning, recomputation);
      views.put(tuning, view);
      return view;
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /**
   * Frees the pretrained weights until they are next used. Adapters and masters stay, and so does
   * what traces hold on to.
   */
  public void release() {
    pretrained.release();
  }

  /** Closes the views of weights that are about to be freed. */
  private void closing(TrainableWeights weights) {
    views
        .values()
        .removeIf(
            view -> {
              boolean ends = view.uses(weights);
              if (ends) {
                view.close();
              }
              return ends;
            });
  }

  @Override
  public void close() {
    pretrained.close();
    network.close();
    manager.close();
  }
}
