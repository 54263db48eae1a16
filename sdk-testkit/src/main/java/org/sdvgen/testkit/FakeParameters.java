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
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.error.NearestName;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/** The weights of the fake backbone, frozen ones from a seed, and what is trained of them. */
final class FakeParameters implements Parameters {
  private final NDManager manager;
  private final Map<String, String> settings;
  private final Map<String, NDArray> base = new LinkedHashMap<>();
  private List<Parameter> trainable = List.of();
  private Optional<LoraConfig> adapter = Optional.empty();
  private boolean enabled = true;

  FakeParameters(NDManager manager, long seed, Map<String, String> settings) {
    this.manager = manager;
    this.settings = settings;
    for (FakeModule module : FakeModule.values()) {
      base.put(module.weight(), random(module.weight(), outputsBy(module.inputs()), seed, 0.3f));
    }
  }

  private static Shape outputsBy(int inputs) {
    return new Shape(FakeBackbone.CHANNELS, inputs);
  }

  private NDArray random(String name, Shape shape, long seed, float deviation) {
    int count = Math.toIntExact(shape.size());
    float[] values = Draws.seeded().normals(new DrawKey(seed, 0, 0, name), count);
    for (int i = 0; i < count; i++) {
      values[i] *= deviation;
    }
    return manager.create(FloatBuffer.wrap(values), shape);
  }

  @Override
  public Map<String, Shape> base() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    base.forEach((name, value) -> shapes.put(name, value.getShape()));
    return shapes;
  }

  @Override
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      base.forEach(
          (name, value) -> {
            digest.update((name + value.getShape()).getBytes(StandardCharsets.UTF_8));
            digest.update(value.toByteBuffer());
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void select(Selection selection, long seed) {
    if (selection instanceof Selection.Adapter chosen) {
      List<FakeModule> modules = targets(chosen.config());
      forget();
      adapter = Optional.of(chosen.config());
      trainable = initialAdapter(modules, chosen.config().rank(), seed);
    } else if (selection instanceof Selection.Base chosen) {
      List<Parameter> matched = matching(chosen.patterns());
      forget();
      trainable = matched;
    }
  }

  private static List<FakeModule> targets(LoraConfig config) {
    List<FakeModule> all = List.of(FakeModule.values());
    if (config.targets().isEmpty()) {
      return all;
    }
    for (String target : config.targets()) {
      if (all.stream().noneMatch(module -> isTarget(module, target))) {
        List<String> paths = all.stream().map(FakeModule::path).toList();
        throw nothingMatches("LoRA target", target, paths);
      }
    }
    return all.stream()
        .filter(module -> config.targets().stream().anyMatch(target -> isTarget(module, target)))
        .toList();
  }

  private static boolean isTarget(FakeModule module, String target) {
    return module.path().equals(target) || module.path().endsWith("." + target);
  }

  private List<Parameter> matching(List<String> patterns) {
    for (String pattern : patterns) {
      if (base.keySet().stream().noneMatch(name -> name.matches(pattern))) {
        throw nothingMatches("pattern", pattern, List.copyOf(base.keySet()));
      }
    }
    return Arrays.stream(FakeModule.values())
        .filter(module -> patterns.stream().anyMatch(module.weight()::matches))
        .map(module -> parameter(module, module.weight(), value(module.weight())))
        .toList();
  }

  private static InputException nothingMatches(String what, String wanted, List<String> known) {
    return new InputException(
        "the %s \"%s\" matches nothing in the fake backbone: did you mean \"%s\"?"
            .formatted(what, wanted, NearestName.of(wanted, known).orElseThrow()));
  }

  private List<Parameter> initialAdapter(List<FakeModule> modules, int rank, long seed) {
    List<Parameter> made = new ArrayList<>();
    for (FakeModule module : modules) {
      float deviation = (float) (1 / Math.sqrt(module.inputs()));
      NDArray down = random(module.down(), new Shape(rank, module.inputs()), seed, deviation);
      made.add(parameter(module, module.down(), down));
      NDArray up = manager.zeros(new Shape(FakeBackbone.CHANNELS, rank));
      made.add(parameter(module, module.up(), up));
    }
    return List.copyOf(made);
  }

  private static Parameter parameter(FakeModule module, String name, NDArray value) {
    return new Parameter(name, module.group(), value);
  }

  /** Drops the current choice; a low-rank adapter's arrays are this object's own. */
  private void forget() {
    if (adapter.isPresent()) {
      trainable.forEach(parameter -> parameter.value().close());
    }
    adapter = Optional.empty();
    trainable = List.of();
    enabled = true;
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
    try (NDManager scope = manager.newSubManager()) {
      FakeAdapterFile read = FakeAdapterFile.read(scope, file);
      checkSettings(file, read.metadata());
      List<String> notices = new ArrayList<>();
      LoraConfig config = config(file, read, fallback, notices);
      List<Parameter> fitted = initialAdapter(targets(config), config.rank(), 0);
      checkShapes(file, fitted, read.tensors());
      fitted.forEach(parameter -> read.tensor(parameter.name()).copyTo(parameter.value()));
      forget();
      adapter = Optional.of(config);
      trainable = fitted;
      return List.copyOf(notices);
    }
  }

  private void checkSettings(Path file, Map<String, String> metadata) {
    settings.forEach(
        (name, value) -> {
          if (!value.equals(metadata.get(name))) {
            throw new InputException(
                "%s was trained with %s = %s and this backbone has %s: use the backbone it is for"
                    .formatted(file, name, metadata.get(name), value));
          }
        });
  }

  private static LoraConfig config(
      Path file, FakeAdapterFile read, AdapterFallback fallback, List<String> notices) {
    List<String> targets = new ArrayList<>();
    int rank = 0;
    for (FakeModule module : FakeModule.values()) {
      NDArray down = read.tensors().get(module.down());
      if (down != null) {
        targets.add(module.path());
        rank = Math.toIntExact(down.getShape().get(0));
      }
    }
    if (targets.isEmpty()) {
      throw new InputException(file + " adapts no module of the fake backbone");
    }
    String alpha = read.metadata().get("alpha");
    if (alpha == null) {
      notices.add(file + " does not say its alpha");
    }
    double scale = alpha == null ? fallback.alpha().orElse((double) rank) : parse(alpha);
    return new LoraConfig(rank, scale, fallback.dropout(), targets);
  }

  private static double parse(String alpha) {
    return Double.parseDouble(alpha);
  }

  private static void checkShapes(Path file, List<Parameter> expected, Map<String, NDArray> found) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    expected.forEach(parameter -> shapes.put(parameter.name(), parameter.value().getShape()));
    Map<String, Shape> read = new LinkedHashMap<>();
    found.forEach((name, value) -> read.put(name, value.getShape()));
    if (!shapes.equals(read)) {
      throw new InputException(
          "%s does not fit the fake backbone: expected %s, found %s".formatted(file, shapes, read));
    }
  }

  @Override
  public void saveAdapter(Path file, Map<String, String> metadata) {
    LoraConfig config =
        adapter.orElseThrow(() -> new IllegalStateException("there is no adapter to save"));
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.putAll(settings);
    all.put("alpha", Double.toString(config.alpha()));
    FakeAdapterFile.write(file, all, trainable);
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
    return enabled && trains(module.down());
  }

  boolean trains(String name) {
    return trainable.stream().anyMatch(parameter -> parameter.name().equals(name));
  }

  double scale() {
    return adapter.orElseThrow().scale();
  }

  NDArray value(String name) {
    NDArray frozen = base.get(name);
    if (frozen != null) {
      return frozen;
    }
    return trainable.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
