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
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
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

/** The fake backbone's frozen weights, from a seed. */
final class FakeParameters implements Parameters {
  private static final float DEVIATION = 0.3f;
  private static final Map<String, String> SETTINGS = Map.of("formula", "linear");

  private final NDManager manager;
  private final Map<String, NDArray> values = new LinkedHashMap<>();

  FakeParameters(NDManager manager, long seed) {
    this.manager = manager;
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
  public Adapter newAdapter(LoraSettings config, long seed) {
    LoraSettings targeted = withTargets(config);
    List<LoraModule> modules = LoraTargets.match(base(), targeted.targets());
    NDManager owner = manager.newSubManager();
    Map<String, NDArray> tensors = LoraInit.create(owner, modules, targeted.rank(), seed);
    return new FakeAdapter(owner, tensors, targeted, SETTINGS, List.of());
  }

  /** A checkpoint's backbone has targets of its own; here they are all modules. */
  private static LoraSettings withTargets(LoraSettings config) {
    if (!config.targets().isEmpty()) {
      return config;
    }
    List<String> all = Arrays.stream(FakeModule.values()).map(FakeModule::path).toList();
    return new LoraSettings(config.rank(), config.alpha(), config.dropout(), all);
  }

  @Override
  public Adapter loadAdapter(Path file, AdapterFallback fallback) {
    NDManager owner = manager.newSubManager();
    try {
      LoadedAdapter loaded = AdapterFile.read(owner, file, base(), fallback);
      List<String> notices = new ArrayList<>(loaded.notices());
      checkSettings(file, loaded, notices);
      return new FakeAdapter(owner, loaded.tensors(), loaded.config(), SETTINGS, notices);
    } catch (InputException e) {
      owner.close();
      throw e;
    }
  }

  private static void checkSettings(Path file, LoadedAdapter loaded, List<String> notices) {
    Map<String, String> said = loaded.settings().orElse(Map.of());
    if (said.isEmpty()) {
      notices.add(file + " does not say what it was trained on: taken as " + SETTINGS);
    } else if (!said.equals(SETTINGS)) {
      throw new InputException(
          "%s was trained with %s and this backbone has %s: use the backbone it is for"
              .formatted(file, said, SETTINGS));
    }
  }

  @Override
  public MasterWeights masters(List<String> patterns) {
    List<FakeModule> matched = matching(patterns);
    NDManager owner = manager.newSubManager();
    Map<String, NDArray> copies = new LinkedHashMap<>();
    for (FakeModule module : matched) {
      NDArray copy = value(module.weight()).duplicate();
      copy.attach(owner);
      copies.put(module.weight(), copy);
    }
    return new FakeMasters(owner, copies);
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

  void save(Path file, WeightFormat format, Optional<MasterWeights> masters) {
    Map<String, NDArray> weights = new LinkedHashMap<>(values);
    masters.ifPresent(own -> weights.putAll(((FakeMasters) own).values()));
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> stored = new LinkedHashMap<>();
      weights.forEach(
          (name, value) -> stored.put(name, Tensors.cast(scope, value, Precision.of(format))));
      SafetensorsWriter.write(file, stored, Map.of());
    }
  }

  NDArray value(String name) {
    NDArray value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter is called " + name);
    }
    return value;
  }
}
