package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.weights.TensorTable;
import org.sdvgen.runtime.weights.WeightFiles;
import org.sdvgen.runtime.weights.WeightSource;
import org.sdvgen.runtime.weights.Weights;

/**
 * A loaded network, which gives denoisers: with its pretrained weights and what is added to them.
 */
public final class NetworkDenoiser implements AutoCloseable {
  private final NDManager manager;
  private final DenoiserNetwork network;
  private final NetworkParameters parameters;
  private final boolean gradientCheckpointing;
  private final Map<Tuning, NetworkView> views = new LinkedHashMap<>();

  private NetworkDenoiser(
      NDManager manager,
      DenoiserNetwork network,
      NetworkTraits traits,
      Map<String, NDArray> base,
      Fingerprint fingerprint,
      boolean gradientCheckpointing) {
    this.manager = manager;
    this.network = network;
    this.gradientCheckpointing = gradientCheckpointing;
    parameters = new NetworkParameters(manager, traits, base, fingerprint, this::closing);
  }

  /**
   * Loads a network's weights.
   *
   * @param parent parent of the manager that owns them; its device computes
   * @param folder where they are
   * @param table their names and shapes
   * @param traits how they are stored and adapted
   * @param network the network, which is closed with the result
   * @param gradientCheckpointing whether activations are computed again on the way back
   * @return the network with its weights; the caller closes it
   * @throws org.sdvgen.api.error.InputException if a tensor is missing, damaged or of another shape
   */
  public static NetworkDenoiser load(
      NDManager parent,
      Path folder,
      TensorTable table,
      NetworkTraits traits,
      DenoiserNetwork network,
      boolean gradientCheckpointing) {
    NDManager owner = parent.newSubManager();
    try (WeightSource source = WeightFiles.open(folder)) {
      var base = Weights.load(owner, source, table, traits.precisions());
      return new NetworkDenoiser(
          owner, network, traits, base, new Fingerprint(folder), gradientCheckpointing);
    } catch (RuntimeException e) {
      network.close();
      owner.close();
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
   * @throws org.sdvgen.api.error.InputException if the adapters cannot act together
   */
  public NetworkView with(Tuning tuning) {
    NetworkView known = views.get(tuning);
    if (known != null) {
      return known;
    }
    NDManager own = manager.newSubManager();
    try {
      NetworkView view = new NetworkView(own, network, parameters, tuning, gradientCheckpointing);
      views.put(tuning, view);
      return view;
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /** Views of weights that are about to be freed end with them. */
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
    network.close();
    manager.close();
  }
}
