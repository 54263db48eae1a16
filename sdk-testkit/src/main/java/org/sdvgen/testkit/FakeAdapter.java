package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.runtime.lora.AdapterFile;

/** An adapter of the fake backbone. */
final class FakeAdapter extends FakeWeights implements Adapter {
  private final LoraSettings config;
  private final Map<String, String> settings;
  private final List<String> notices;

  FakeAdapter(
      NDManager owner,
      Map<String, NDArray> values,
      LoraSettings config,
      Map<String, String> settings,
      List<String> notices) {
    super(owner, values);
    this.config = config;
    this.settings = Map.copyOf(settings);
    this.notices = List.copyOf(notices);
  }

  boolean adapts(FakeModule module) {
    return values().containsKey(module.down());
  }

  NDArray down(FakeModule module) {
    return Objects.requireNonNull(values().get(module.down()));
  }

  NDArray up(FakeModule module) {
    return Objects.requireNonNull(values().get(module.up()));
  }

  @Override
  public LoraSettings config() {
    return config;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public List<String> notices() {
    return notices;
  }

  @Override
  public void save(Path file, Map<String, String> metadata) {
    AdapterFile.write(file, config, values(), settings, metadata);
  }
}
