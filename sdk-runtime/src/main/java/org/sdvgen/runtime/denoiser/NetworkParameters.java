package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.config.EnumWord;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.lora.AdapterTraits;
import org.sdvgen.runtime.lora.LoraAdapter;
import org.sdvgen.runtime.lora.LoraAdapters;
import org.sdvgen.runtime.lora.LoraSum;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.HeldTensors;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** A network's pretrained weights, its adapters and masters. */
public final class NetworkParameters implements Parameters {
  private final NDManager manager;
  private final DenoiserNetwork network;
  private final PretrainedWeights pretrained;
  private final Fingerprint fingerprint;
  private final Consumer<TrainableWeights> closing;
  private final LoraAdapters adapters;

  /**
   * The parameters of a loaded network.
   *
   * @param manager owns the weights
   * @param network says how they are stored and grouped
   * @param pretrained the weights
   * @param fingerprint their digest
   * @param traits how they are adapted
   * @param closing called with weights before they are freed
   */
  NetworkParameters(
      NDManager manager,
      DenoiserNetwork network,
      PretrainedWeights pretrained,
      Fingerprint fingerprint,
      AdapterTraits traits,
      Consumer<TrainableWeights> closing) {
    this.manager = manager;
    this.network = network;
    this.pretrained = pretrained;
    this.fingerprint = fingerprint;
    this.closing = closing;
    adapters = new LoraAdapters(manager, base(), traits, network::group, closing);
  }

  /**
   * Returns the weights that the network runs with.
   *
   * @param scope owns new arrays
   * @param tuning weights that these parameters have made
   * @throws org.sdvgen.api.error.InputException if its adapters cannot be combined
   */
  NetworkWeights weights(NDManager scope, Tuning tuning) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    Set<String> trainable = new LinkedHashSet<>();
    tuning
        .masters()
        .map(this::own)
        .ifPresent(
            masters -> {
              tensors.putAll(masters.tensors());
              trainable.addAll(masters.tensors().keySet());
            });
    List<LoraSum.Term> terms = new ArrayList<>();
    List<LoraAdapter> acting = new ArrayList<>();
    for (Tuning.Weighted weighted : tuning.adapters()) {
      LoraAdapter adapter = adapters.own(weighted.adapter());
      if (weighted.weight() != 0) {
        acting.add(adapter);
        terms.add(
            new LoraSum.Term(adapter.tensors(), adapter.config().scale() * weighted.weight()));
      }
    }
    Map<String, String> settings = adapters.settings(acting);
    if (acting.size() == 1) {
      LoraAdapter only = acting.get(0);
      tensors.putAll(only.tensors());
      trainable.addAll(only.tensors().keySet());
      return new NetworkWeights(
          pretrained, tensors, trainable, terms.get(0).factor(), only.config().dropout(), settings);
    }
    if (!acting.isEmpty()) {
      tensors.putAll(LoraSum.of(scope, terms));
    }
    return new NetworkWeights(pretrained, tensors, trainable, 1, 0, settings);
  }

  private NetworkMasters own(MasterWeights masters) {
    if (!(masters instanceof NetworkMasters own) || own.maker() != this) {
      throw new IllegalArgumentException("the master weights were made by another model");
    }
    if (own.isClosed()) {
      throw new IllegalStateException("master weights are used after closing");
    }
    return own;
  }

  /** Frees master weights. */
  void close(NetworkMasters masters, HeldTensors held) {
    if (!held.isClosed()) {
      closing.accept(masters);
      held.close();
    }
  }

  @Override
  public Map<String, Shape> base() {
    return pretrained.shapes();
  }

  @Override
  public String fingerprint() {
    return fingerprint.value();
  }

  @Override
  public Optional<String> quantization() {
    return pretrained.quantized().map(EnumWord::of);
  }

  @Override
  public Adapter newAdapter(LoraSettings config, long seed) {
    return adapters.create(config, seed);
  }

  @Override
  public Adapter loadAdapter(Path file, AdapterFallback fallback) {
    return adapters.load(file, fallback);
  }

  @Override
  public MasterWeights masters(List<String> patterns) {
    pretrained.requireWhole();
    quantization()
        .ifPresent(
            format -> {
              throw new InputException(
                  "backbone.weights = %s: quantised weights stay frozen; leave it out to train weights of the base"
                      .formatted(format));
            });
    Set<String> names =
        BaseSelection.match(new Selection.Base(patterns), pretrained.shapes().keySet());
    NDManager owner = manager.newSubManager();
    Map<String, NDArray> copies = new LinkedHashMap<>();
    names.forEach(name -> copies.put(name, master(owner, name)));
    return new NetworkMasters(this, new HeldTensors(owner, copies, network::group));
  }

  private NDArray master(NDManager owner, String name) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray weight = pretrained.whole(scope, name);
      if (network.precision(name, pretrained.precision()) != Precision.FP32) {
        return Tensors.cast(owner, weight, Precision.FP32);
      }
      NDArray copy = weight.duplicate();
      copy.attach(owner);
      return copy;
    }
  }

  /**
   * Writes the weights.
   *
   * @param file the file to write
   * @param precision how they are stored; a copy in this precision is made of those in another
   * @param masters written in place of the pretrained weights that they are copies of
   * @throws InputException if the checkpoint is quantised
   */
  public void save(Path file, Precision precision, Optional<MasterWeights> masters) {
    pretrained.requireWhole();
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> trained =
          masters.map(this::own).map(NetworkMasters::tensors).orElse(Map.of());
      Map<String, NDArray> weights = new LinkedHashMap<>();
      for (String name : pretrained.shapes().keySet()) {
        NDArray master = trained.get(name);
        weights.put(name, master != null ? master : pretrained.whole(scope, name));
      }
      Map<String, NDArray> stored = new LinkedHashMap<>();
      weights.forEach((name, weight) -> stored.put(name, stored(scope, weight, precision)));
      SafetensorsWriter.write(file, stored, Map.of("format", "pt"));
    }
  }

  private static NDArray stored(NDManager scope, NDArray weight, Precision precision) {
    return Tensors.scalarType(weight) == precision.scalarType()
        ? weight
        : Tensors.cast(scope, weight, precision);
  }
}
