package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TensorAssertions;

/** The contract of a denoiser's gradients. */
public interface GradientContract extends BackboneFixture {
  /** A share of dropped inputs at which two masks surely differ. */
  double DROPOUT = 0.4;

  /** The gradient's norm is the slope along the gradient, by central difference. */
  @Test
  default void gradientsAreSlopes() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapted adapted = Adapted.of(backbone, lora(DROPOUT));
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      try (GradientBuffer gradients = adapted.gradients(input, 7)) {
        double norm = Adapted.norm(gradients);
        assertTrue(norm > 0, "the gradient is zero");
        double slope = adapted.slope(input, 7, gradients);
        assertEquals(norm, slope, 0.02 * norm);
      }
    }
  }

  /** Every sum is added to, so two calls give twice the gradient of one. */
  @Test
  default void gradientsAdd() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapted adapted = Adapted.of(backbone, lora(DROPOUT));
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      try (GradientBuffer once = adapted.gradients(input, 7);
          GradientBuffer twice = adapted.gradients(input, 7)) {
        adapted.addGradients(input, 7, twice);
        for (Parameter parameter : adapted.parameters()) {
          String name = parameter.name();
          NDArray doubled = once.get(name).mul(2);
          TensorAssertions.assertClose(doubled, twice.get(name), tolerance(), name);
        }
      }
    }
  }

  /** The seed decides the dropout masks: same seed, same bits; another seed, other gradients. */
  @Test
  default void dropoutFollowsItsSeed() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapted adapted = Adapted.of(backbone, lora(DROPOUT));
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      try (GradientBuffer first = adapted.gradients(input, 7);
          GradientBuffer other = adapted.gradients(input, 8);
          GradientBuffer again = adapted.gradients(input, 7)) {
        boolean differs = false;
        for (Parameter parameter : adapted.parameters()) {
          String name = parameter.name();
          TensorAssertions.assertSameBits(first.get(name), again.get(name), name);
          differs |= TensorAssertions.error(first.get(name), other.get(name), name) > 1e-3;
        }
        assertTrue(differs, "two seeds gave the same dropout masks");
      }
    }
  }

  /** The optimizer's updates of a parameter act on the next prediction. */
  @Test
  default void parametersAreLive() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapted adapted = Adapted.of(backbone, lora(0));
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      NDArray before = adapted.denoiser().predict(input);
      for (Parameter parameter : adapted.parameters()) {
        parameter.value().set(FloatBuffer.allocate(Math.toIntExact(parameter.value().size())));
      }
      NDArray after = adapted.denoiser().predict(input);
      assertTrue(TensorAssertions.error(before, after, "prediction") > tolerance());
    }
  }

  /** A training step leaves no array behind. */
  @Test
  default void backwardLeavesNothing() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapted adapted = Adapted.of(backbone, lora(DROPOUT));
      DenoiserInput input = Batch.of(scope, backbone, this).withReference();
      adapted.gradients(input, 1).close();
      NativeMemory.assertNothingLeft(() -> adapted.gradients(input, 2).close());
    }
  }
}
