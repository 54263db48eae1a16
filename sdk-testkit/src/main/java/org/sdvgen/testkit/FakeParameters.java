package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters;
import org.sdvgen.api.backbone.WeightFormat;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.runtime.lora.AdapterFile;
import org.sdvgen.runtime.lora.LoadedAdapter;
import org.sdvgen.runtime.lora.LoraInit;
import org.sdvgen.runtime.lora.LoraModule;
import org.sdvgen.runtime.lora.LoraTargets;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.runtime.weights.SafetensorsWriter;

/** The weights of the fake backbone, frozen ones from a seed, and what is trained of them. */
final class FakeParameters implements Parameters {
  private static final float DEVIATION = 0.3f;

  private final NDManager manager;
  private final Map<String, String> settings;
  private final Map<String, NDArray> values = new LinkedHashMap<>();
  private NDManager adapterOwner;
  private Optional<LoraConfig> adapter = Optional.empty();
  private List<Parameter> trainable = List.of();
  private boolean enabled = true;

  FakeParameters(NDManager manager, long seed, Map<String, String> settings) {
    this.manager = manager;
    this.settings = settings;
    adapterOwner = manager.newSubManager();
    for (FakeModule module : FakeModule.values()) {
      values.put(module.weight(), frozen(module, seed));
    }
  }

  private NDArray frozen(FakeModule module, long seed) {
    DrawKey key = new DrawKey(seed, 0, 0, module.weight());
    float[] numbers = Draws.seeded().normals(key, FakeBackbone.CHANNELS * module.inputs());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= DEVIATION;
    }
    return manager.create(FloatBuffer.wrap(numbers), module.shape());
  }

  @Override
  public Map<String, Shape> base() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (FakeModule module : FakeModule.values()) {
      shapes.put(module.weight(), module.shape());
    }
    return shapes;
  }

  @Override
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      base()
          .forEach(
              (name, shape) -> {
                digest.update((name + shape).getBytes(StandardCharsets.UTF_8));
                digest.update(value(name).toByteBuffer());
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void select(Selection selection, long seed) {
    if (selection instanceof Selection.Adapter chosen) {
      LoraConfig config = withTargets(chosen.config());
      List<LoraModule> modules = LoraTargets.match(base(), config.targets());
      NDManager owner = manager.newSubManager();
      put(owner, config, LoraInit.create(owner, modules, config.rank(), seed));
    } else if (selection instanceof Selection.Base chosen) {
      List<FakeModule> matched = matching(chosen.patterns());
      forget();
      trainable = matched.stream().map(module -> parameter(module.weight())).toList();
    }
  }

  /** A checkpoint's backbone has targets of its own; here they are all modules. */
  private static LoraConfig withTargets(LoraConfig config) {
    if (!config.targets().isEmpty()) {
      return config;
    }
    List<String> all = Arrays.stream(FakeModule.values()).map(FakeModule::path).toList();
    return new LoraConfig(config.rank(), config.alpha(), config.dropout(), all);
  }

  private List<FakeModule> matching(List<String> patterns) {
    for (String pattern : patterns) {
      if (base().keySet().stream().noneMatch(name -> name.matches(pattern))) {
        throw new InputException(
            "the pattern \"%s\" matches no parameter: did you mean \"%s\"?"
                .formatted(pattern, NearestName.of(pattern, base().keySet()).orElseThrow()));
      }
    }
    return Arrays.stream(FakeModule.values())
        .filter(module -> patterns.stream().anyMatch(module.weight()::matches))
        .toList();
  }

  private void put(NDManager owner, LoraConfig config, Map<String, NDArray> tensors) {
    forget();
    adapterOwner.close();
    adapterOwner = owner;
    adapter = Optional.of(config);
    values.putAll(tensors);
    trainable = tensors.keySet().stream().map(this::parameter).toList();
  }

  private void forget() {
    adapter.ifPresent(config -> trainable.forEach(old -> values.remove(old.name())));
    adapter = Optional.empty();
    trainable = List.of();
    enabled = true;
  }

  private Parameter parameter(String name) {
    FakeModule module =
        Arrays.stream(FakeModule.values())
            .filter(candidate -> name.startsWith(candidate.path() + "."))
            .findFirst()
            .orElseThrow();
    return new Parameter(name, module.group(), value(name));
  }

  @Override
  public List<Parameter> trainable() {
    return trainable;
  }

  @Override
  public Optional<LoraConfig> adapter() {
    return adapter;
  }

  @Override
  public List<String> loadAdapter(Path file, AdapterFallback fallback) {
    NDManager owner = manager.newSubManager();
    try {
      LoadedAdapter loaded = AdapterFile.read(owner, file, base(), fallback);
      List<String> notices = new ArrayList<>(loaded.notices());
      checkSettings(file, loaded, notices);
      put(owner, loaded.config(), loaded.tensors());
      return List.copyOf(notices);
    } catch (InputException e) {
      owner.close();
      throw e;
    }
  }

  private void checkSettings(Path file, LoadedAdapter loaded, List<String> notices) {
    Map<String, String> said = loaded.settings().orElse(Map.of());
    if (said.isEmpty()) {
      notices.add(file + " does not say what it was trained on: taken as " + settings);
    } else if (!said.equals(settings)) {
      throw new InputException(
          "%s was trained with %s and this backbone has %s: use the backbone it is for"
              .formatted(file, said, settings));
    }
  }

  @Override
  public void saveAdapter(Path file, Map<String, String> metadata) {
    LoraConfig config =
        adapter.orElseThrow(() -> new IllegalStateException("there is no adapter to save"));
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    trainable.forEach(parameter -> tensors.put(parameter.name(), parameter.value()));
    AdapterFile.write(file, config, tensors, settings, metadata);
  }

  void saveBase(Path file, WeightFormat format) {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> stored = new LinkedHashMap<>();
      base()
          .keySet()
          .forEach(
              name -> stored.put(name, Tensors.cast(scope, value(name), Precision.of(format))));
      SafetensorsWriter.write(file, stored, Map.of());
    }
  }

  @Override
  public void disableAdapter() {
    enabled = false;
  }

  @Override
  public void enableAdapter() {
    enabled = true;
  }

  /** The adapter that takes part in predictions. */
  Optional<LoraConfig> activeAdapter() {
    return enabled ? adapter : Optional.empty();
  }

  boolean adapts(FakeModule module) {
    return enabled && values.containsKey(module.down());
  }

  boolean trains(FakeModule module) {
    return trainable.stream().anyMatch(parameter -> parameter.name().equals(module.weight()));
  }

  NDArray value(String name) {
    NDArray value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return value;
  }
}
