package org.sdvgen.runtime.lora;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.runtime.torch.Precision;
import org.sdvgen.runtime.weights.HeldTensors;

/** A LoRA adapter of a network: fp32 matrices of some of its modules. */
public final class LoraAdapter implements Adapter {
  private final LoraAdapters maker;
  private final HeldTensors held;
  private final Description description;

  /**
   * The description of an adapter besides its matrices.
   *
   * @param name its name in messages
   * @param config rank, alpha, dropout and targets
   * @param settings the backbone's settings that it is used with
   * @param notices sentences about values that its file does not have
   */
  record Description(
      String name, LoraSettings config, Map<String, String> settings, List<String> notices) {
    Description {
      settings = Map.copyOf(settings);
      notices = List.copyOf(notices);
    }
  }

  LoraAdapter(LoraAdapters maker, HeldTensors held, Description description) {
    this.maker = maker;
    this.held = held;
    this.description = description;
  }

  LoraAdapters maker() {
    return maker;
  }

  boolean isClosed() {
    return held.isClosed();
  }

  /** The name in messages. */
  String name() {
    return description.name();
  }

  /** Returns the matrices A and B of every module by name. */
  public Map<String, NDArray> tensors() {
    return held.tensors();
  }

  @Override
  public LoraSettings config() {
    return description.config();
  }

  @Override
  public Map<String, String> settings() {
    return description.settings();
  }

  @Override
  public List<String> notices() {
    return description.notices();
  }

  @Override
  public List<Parameter> parameters() {
    return held.parameters();
  }

  @Override
  public void save(Path file, Map<String, String> metadata) {
    AdapterFile.write(file, config(), tensors(), settings(), metadata);
    for (AdapterFormat copy : maker.copies()) {
      new AdapterWriter(copy, Precision.FP32)
          .write(copy.beside(file), config(), tensors(), settings(), metadata);
    }
  }

  @Override
  public void close() {
    maker.close(this, held);
  }
}
