package org.sdvgen.host.memory;

import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdvgen.api.backbone.MemoryOutline;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.config.DeviceName;

/**
 * A backbone that declares nothing of its memory: its denoiser's weights are known by their shapes,
 * and taken to be fp32.
 *
 * @param shapes shapes of the denoiser's weights
 */
record WeightsOnly(Collection<Shape> shapes) implements MemoryOutline {
  @Override
  public DeviceName device() {
    return DeviceName.AUTO;
  }

  @Override
  public List<Choice> choices() {
    return List.of();
  }

  @Override
  public MemoryOutline with(Map<String, String> values) {
    return this;
  }

  @Override
  public long textEncoder() {
    return 0;
  }

  @Override
  public long codec() {
    return 0;
  }

  @Override
  public Held denoiser() {
    long bytes = shapes.stream().mapToLong(shape -> shape.size() * Float.BYTES).sum();
    return new Held(bytes, bytes, 0, 0, 0);
  }

  @Override
  public Work text(int prompts) {
    return new Work(0, 0);
  }

  @Override
  public Optional<Work> encode(Clip clip) {
    return Optional.empty();
  }

  @Override
  public Optional<Work> decode(Clip clip) {
    return Optional.empty();
  }

  @Override
  public Optional<Work> predict(Clip clip, Selection selection) {
    return Optional.empty();
  }

  @Override
  public Optional<Step> train(Clip clip, Selection selection) {
    return Optional.empty();
  }
}
