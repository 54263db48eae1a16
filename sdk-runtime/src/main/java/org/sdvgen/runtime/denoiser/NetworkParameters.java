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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.lora.AdapterFormat;
import org.sdvgen.runtime.lora.AdapterWriter;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.lora.LoraInit;
import org.sdvgen.runtime.lora.LoraTargets;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/**
 * A network's weights. An adapter lies beside them; pretrained parameters that are trained
 * themselves are held as fp32 masters, which the network casts at every use.
 */
public final class NetworkParameters implements Parameters {
  private final NDManager manager;
  private final NetworkTraits traits;
  private final Map<String, NDArray> base;
  private final Fingerprint fingerprint;
  private @Nullable Adapter adapter;
  private boolean adapterEnabled = true;
  private List<Parameter> trainable = List.of();
  private int version;

  /**
   * The parameters of a loaded network.
   *
   * @param manager owns the weights
   * @param traits how they are stored and adapted
   * @param base pretrained weights by name, in the network's order
   * @param fingerprint their digest
   */
  NetworkParameters(
      NDManager manager, NetworkTraits traits, Map<String, NDArray> base, Fingerprint fingerprint) {
    this.manager = manager;
    this.traits = traits;
    this.base = new LinkedHashMap<>(base);
    this.fingerprint = fingerprint;
  }

  /** Returns a number that changes whenever {@link #weights} does. */
  int version() {
    return version;
  }

  /** Returns what the network runs with now. */
  NetworkWeights weights() {
    Map<String, NDArray> tensors = new LinkedHashMap<>(base);
    Adapter active = adapterEnabled ? adapter : null;
    if (active != null) {
      tensors.putAll(active.tensors());
    }
    Set<String> names =
        trainable.stream()
            .map(Parameter::name)
            .filter(tensors::containsKey)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new NetworkWeights(
        tensors,
        names,
        active == null ? 1 : active.config().scale(),
        active == null ? 0 : active.config().dropout(),
        adapterSettings());
  }

  /**
   * Returns the settings that an adapter saved now is to be read with: those of the adapter in use,
   * else the configured ones.
   */
  public Map<String, String> adapterSettings() {
    return adapter == null ? traits.adapters().settings().configured() : adapter.settings();
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
  public void select(Selection selection, long seed) {
    if (selection instanceof Selection.Adapter chosen) {
      LoraConfig config = withTargets(chosen.config());
      var modules = LoraTargets.match(base(), config.targets());
      forget();
      var tensors = LoraInit.create(manager, modules, config.rank(), seed);
      use(new Adapter(config, tensors, traits.adapters().settings().configured()));
    } else if (selection instanceof Selection.Base chosen) {
      Set<String> names = BaseSelection.match(chosen, base.keySet());
      forget();
      names.forEach(name -> recast(name, Precision.FP32));
      trainable = names.stream().map(name -> parameter(name, weight(name))).toList();
    }
  }

  private LoraConfig withTargets(LoraConfig config) {
    return config.targets().isEmpty()
        ? new LoraConfig(
            config.rank(), config.alpha(), config.dropout(), traits.adapters().defaultTargets())
        : config;
  }

  private NDArray weight(String name) {
    NDArray weight = base.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return weight;
  }

  /** Replaces a weight by itself in another precision; those kept in fp32 are masters already. */
  private void recast(String name, Precision precision) {
    if (traits.precisions().apply(name) != Precision.FP32) {
      NDArray old = weight(name);
      base.put(name, Tensors.cast(manager, old, precision));
      old.close();
    }
  }

  private Parameter parameter(String name, NDArray value) {
    return new Parameter(name, traits.groups().apply(name), value);
  }

  private void use(Adapter next) {
    adapter = next;
    adapterEnabled = true;
    List<Parameter> parameters = new ArrayList<>();
    next.tensors().forEach((name, value) -> parameters.add(parameter(name, value)));
    trainable = List.copyOf(parameters);
    version++;
  }

  /** Ends the earlier choice: frees an adapter, brings masters back to the network's precision. */
  private void forget() {
    if (adapter == null) {
      trainable.stream()
          .map(Parameter::name)
          .forEach(name -> recast(name, traits.precisions().apply(name)));
    } else {
      adapter.tensors().values().forEach(NDArray::close);
    }
    adapter = null;
    trainable = List.of();
    version++;
  }

  @Override
  public List<Parameter> trainable() {
    return trainable;
  }

  @Override
  public Optional<LoraConfig> adapter() {
    return Optional.ofNullable(adapter).map(Adapter::config);
  }

  @Override
  public List<String> loadAdapter(Path file, AdapterFallback fallback) {
    LoadedAdapter loaded =
        AdapterFile.read(manager, file, base(), traits.adapters().names(), fallback);
    List<String> notices = new ArrayList<>(loaded.notices());
    try {
      var settings = traits.adapters().settings().of(file, loaded.settings(), notices);
      forget();
      use(new Adapter(loaded.config(), loaded.tensors(), settings));
      return List.copyOf(notices);
    } catch (InputException e) {
      loaded.tensors().values().forEach(NDArray::close);
      throw e;
    }
  }

  @Override
  public void saveAdapter(Path file, Map<String, String> metadata) {
    Adapter current = adapter;
    if (current == null) {
      throw new IllegalStateException("there is no adapter to save");
    }
    LoraConfig config = current.config();
    AdapterFile.write(file, config, current.tensors(), adapterSettings(), metadata);
    for (AdapterFormat copy : traits.adapters().copies()) {
      new AdapterWriter(copy, Precision.FP32)
          .write(copy.beside(file), config, current.tensors(), adapterSettings(), metadata);
    }
  }

  /**
   * Writes the base weights as they are now.
   *
   * @param file the file to write
   * @param precision how they are stored; a copy in this precision is made of those in another
   */
  public void saveBase(Path file, Precision precision) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> stored = new LinkedHashMap<>();
      base.forEach((name, weight) -> stored.put(name, stored(scope, weight, precision)));
      SafetensorsWriter.write(file, stored, Map.of("format", "pt"));
    }
  }

  private static NDArray stored(NDManager scope, NDArray weight, Precision precision) {
    return Tensors.scalarType(weight) == precision.scalarType()
        ? weight
        : Tensors.cast(scope, weight, precision);
  }

  @Override
  public void disableAdapter() {
    adapterEnabled = false;
    version++;
  }

  @Override
  public void enableAdapter() {
    adapterEnabled = true;
    version++;
  }
}
