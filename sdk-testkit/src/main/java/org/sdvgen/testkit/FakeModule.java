package org.sdvgen.testkit;

import ai.djl.ndarray.types.Shape;
import org.sdvgen.api.backbone.ParameterGroup;

/** The linear maps of {@link FakeDenoiser}; each has latent channels as its output. */
enum FakeModule {
  PROJ_IN("proj_in", ParameterGroup.ATTENTION, FakeBackbone.CHANNELS),
  REFERENCE_PROJ("reference_proj", ParameterGroup.MLP, FakeBackbone.CHANNELS),
  TEXT_PROJ("text_embed.proj", ParameterGroup.EMBED, FakeTextEncoder.WIDTH),
  TIME_PROJ("time_embed.proj", ParameterGroup.NORM, FakeFeature.TIME);

  private final String path;
  private final ParameterGroup group;
  private final int inputs;

  FakeModule(String path, ParameterGroup group, int inputs) {
    this.path = path;
    this.group = group;
    this.inputs = inputs;
  }

  String path() {
    return path;
  }

  ParameterGroup group() {
    return group;
  }

  int inputs() {
    return inputs;
  }

  /** Shape of the weight, (c, inputs). */
  Shape shape() {
    return new Shape(FakeBackbone.CHANNELS, inputs);
  }

  String weight() {
    return path + ".weight";
  }

  String down() {
    return path + ".lora_A.weight";
  }

  String up() {
    return path + ".lora_B.weight";
  }
}
