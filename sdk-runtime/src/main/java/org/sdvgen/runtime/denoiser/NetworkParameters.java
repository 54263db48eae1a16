package org.sdvgen.runtime.denoiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.lora.LoraInit;
import org.sdvgen.runtime.lora.LoraSum;
import org.sdvgen.runtime.lora.LoraTargets;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** A network's pretrained weights, and what is made to be trained or used beside them. */
public final class NetworkParameters implements Parameters {
  private final NDManager manager;
  private final NetworkTraits traits;
  private final Map<String, NDArray> base;
  private final Fingerprint fingerprint;
  private final Consumer<TrainableWeights> closed;

  /**
   * The parameters of a loaded network.
   *
   * @param manager owns the weights
   * @param traits how they are stored and adapted
   * @param base pretrained weights by name, in the network's order
   * @param fingerprint their digest
   * @param closed told of weights before they are freed
   */
  NetworkParameters(
      NDManager manager,
      NetworkTraits traits,
      Map<String, NDArray> base,
      Fingerprint fingerprint,
      Consumer<TrainableWeights> closed) {
    this.manager = manager;
    this.traits = traits;
    this.base = Collections.unmodifiableMap(new LinkedHashMap<>(base));
    this.fingerprint = fingerprint;
    this.closed = closed;
  }

  /**
   * Returns what the network runs with.
   *
   * @param scope owns what is made for it
   * @param tuning weights that these parameters have made
   * @throws org.sdvgen.api.error.InputException if its adapters cannot act together
   */
  NetworkWeights weights(NDManager scope, Tuning tuning) {
    Map<String, NDArray> tensors = new LinkedHashMap<>(base);
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
    List<NetworkAdapter> adapters = new ArrayList<>();
    for (Tuning.Weighted weighted : tuning.adapters()) {
      NetworkAdapter adapter = own(weighted.adapter());
      if (weighted.weight() != 0) {
        adapters.add(adapter);
        terms.add(
            new LoraSum.Term(adapter.tensors(), adapter.config().scale() * weighted.weight()));
      }
    }
    Map<String, String> settings = traits.adapters().settings().together(adapters);
    if (adapters.size() == 1) {
      NetworkAdapter only = adapters.get(0);
      tensors.putAll(only.tensors());
      trainable.addAll(only.tensors().keySet());
      return new NetworkWeights(
          tensors, trainable, terms.get(0).factor(), only.config().dropout(), settings);
    }
    if (!adapters.isEmpty()) {
      tensors.putAll(LoraSum.of(scope, terms));
    }
    return new NetworkWeights(tensors, trainable, 1, 0, settings);
  }

  private NetworkAdapter own(Adapter adapter) {
    if (!(adapter instanceof NetworkAdapter own) || own.maker() != this) {
      throw new IllegalArgumentException("the adapter was made by another model");
    }
    requireOpen(own.isClosed());
    return own;
  }

  private NetworkMasters own(MasterWeights masters) {
    if (!(masters instanceof NetworkMasters own) || own.maker() != this) {
      throw new IllegalArgumentException("the master weights were made by another model");
    }
    requireOpen(own.isClosed());
    return own;
  }

  private static void requireOpen(boolean isClosed) {
    if (isClosed) {
      throw new IllegalStateException("an adapter or master weights are used after closing");
    }
  }

  /** What else is written whenever an adapter is saved. */
  List<AdapterFormat> copies() {
    return traits.adapters().copies();
  }

  /** Ends weights that these parameters have made. */
  void close(TrainableWeights weights, HeldTensors held) {
    if (!held.isClosed()) {
      closed.accept(weights);
      held.close();
    }
  }

  @Override
  public Map<String, Shape> base() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    base.forEach((name, tensor) -> shapes.put(name, tensor.getShape()));
    return shapes;
  }

  @Override
  public String fingerprint() {
    return fingerprint.value();
  }

  @Override
  public Adapter newAdapter(LoraSettings config, long seed) {
    LoraSettings targeted =
        config.targets().isEmpty()
            ? new LoraSettings(
                config.rank(), config.alpha(), config.dropout(), traits.adapters().defaultTargets())
            : config;
    var modules = LoraTargets.match(base(), targeted.targets());
    NDManager owner = manager.newSubManager();
    return new NetworkAdapter(
        this,
        held(owner, LoraInit.create(owner, modules, targeted.rank(), seed)),
        new NetworkAdapter.Description(
            "the new adapter", targeted, traits.adapters().settings().configured(), List.of()));
  }

  @Override
  public Adapter loadAdapter(Path file, AdapterFallback fallback) {
    NDManager owner = manager.newSubManager();
    try {
      LoadedAdapter loaded =
          AdapterFile.read(owner, file, base(), traits.adapters().names(), fallback);
      List<String> notices = new ArrayList<>(loaded.notices());
      var settings = traits.adapters().settings().of(file, loaded.settings(), notices);
      return new NetworkAdapter(
          this,
          held(owner, loaded.tensors()),
          new NetworkAdapter.Description(file.toString(), loaded.config(), settings, notices));
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  @Override
  public MasterWeights masters(List<String> patterns) {
    Set<String> names = BaseSelection.match(new Selection.Base(patterns), base.keySet());
    NDManager owner = manager.newSubManager();
    Map<String, NDArray> copies = new LinkedHashMap<>();
    names.forEach(name -> copies.put(name, master(owner, name)));
    return new NetworkMasters(this, held(owner, copies));
  }

  private NDArray master(NDManager owner, String name) {
    NDArray weight = weight(name);
    if (traits.precisions().apply(name) != Precision.FP32) {
      return Tensors.cast(owner, weight, Precision.FP32);
    }
    NDArray copy = weight.duplicate();
    copy.attach(owner);
    return copy;
  }

  private NDArray weight(String name) {
    NDArray weight = base.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return weight;
  }

  private HeldTensors held(NDManager owner, Map<String, NDArray> tensors) {
    return new HeldTensors(owner, tensors, traits.groups());
  }

  /**
   * Writes the weights.
   *
   * @param file the file to write
   * @param precision how they are stored; a copy in this precision is made of those in another
   * @param masters written in place of the pretrained weights that they are copies of
   */
  public void save(Path file, Precision precision, Optional<MasterWeights> masters) {
    Map<String, NDArray> weights = new LinkedHashMap<>(base);
    masters.map(this::own).ifPresent(own -> weights.putAll(own.tensors()));
    try (NDManager scope = manager.newSubManager()) {
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
