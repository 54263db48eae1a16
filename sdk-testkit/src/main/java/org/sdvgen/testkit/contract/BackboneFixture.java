package org.sdvgen.testkit.contract;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.ShapeRules;

/** The inputs of the contract tests of a backbone. */
public interface BackboneFixture {
  /**
   * Makes a backbone with the same weights at every call.
   *
   * @return a backbone without an adapter; the test closes it
   */
  Backbone newBackbone();

  /**
   * The adapter that is trained in tests.
   *
   * @param dropout share of its inputs to drop
   * @return settings with the backbone's own targets
   */
  default LoraSettings lora(double dropout) {
    return new LoraSettings(3, 6, dropout, List.of());
  }

  /**
   * The clip that tests work on.
   *
   * @param spec the backbone's specification
   * @return small latents (c, f, h, w) that the denoiser takes
   */
  default Shape latentShape(BackboneSpec spec) {
    ShapeRules shapes = spec.shapes();
    long unit = shapes.sizeMultiple() / spec.latents().spatialFactor();
    int frames = spec.latents().latentFrames(shapes.frameStep() + 1);
    return new Shape(spec.latents().channels(), frames, 2 * unit, 3 * unit);
  }

  /**
   * Two prompts of different lengths.
   *
   * @return prompts that the text encoder takes
   */
  default List<String> prompts() {
    return List.of("a chair", "a red chair in the rain");
  }

  /**
   * The tolerance for results that are computed in another order.
   *
   * @return bound on {@link org.sdvgen.testkit.TensorAssertions#error}
   */
  default double tolerance() {
    return 2e-5;
  }
}
