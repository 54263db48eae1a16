package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.testkit.NativeMemory;
import org.sdvgen.testkit.TensorAssertions;

/** The contract of a denoiser's predictions, apart from references. */
public interface PredictionContract extends BackboneFixture {
  /** A prediction has the latents' shape and manager, and is fp32. */
  @Test
  default void predictionsArePlain() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Batch batch = Batch.of(scope, backbone, this);
      NDArray prediction = backbone.denoiser().predict(batch.withoutReference());
      Contracts.assertPlain(prediction, batch.latents().getShape().getShape());
      assertSame(scope, prediction.getManager());
    }
  }

  /** Samples of a batch do not influence one another, whatever their prompts and timesteps. */
  @Test
  default void samplesDoNotInfluenceOneAnother() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Batch batch = Batch.of(scope, backbone, this);
      NDArray together = backbone.denoiser().predict(batch.withoutReference());
      for (int i = 0; i < batch.size(); i++) {
        NDArray alone = backbone.denoiser().predict(batch.only(i).withoutReference());
        NDArray part = together.get(i + ":" + (i + 1));
        TensorAssertions.assertClose(alone, part, tolerance(), "sample " + i);
      }
    }
  }

  /** Training mode without dropout predicts what sampling mode predicts. */
  @Test
  default void tracesPredictTheSame() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Adapted adapted = Adapted.of(backbone, lora(0));
      DenoiserInput input = Batch.of(scope, backbone, this).withoutReference();
      NDArray prediction = adapted.denoiser().predict(input);
      try (Trace trace = adapted.denoiser().trace(input, 1)) {
        Contracts.assertPlain(trace.prediction(), input.latents().getShape().getShape());
        TensorAssertions.assertClose(prediction, trace.prediction(), tolerance(), "prediction");
      }
    }
  }

  /** The fifth call gives the bits of the first, with other lengths in between. */
  @Test
  default void repeatsItsBits() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      Batch batch = Batch.of(scope, backbone, this);
      NDArray first = backbone.denoiser().predict(batch.withoutReference());
      for (int call = 1; call < 5; call++) {
        backbone.denoiser().predict(batch.only(0).withoutReference()).close();
        NDArray again = backbone.denoiser().predict(batch.withoutReference());
        TensorAssertions.assertSameBits(first, again, "call " + call);
      }
    }
  }

  /** Only the prediction stays in memory. */
  @Test
  default void predictingLeavesNothingElse() {
    try (Backbone backbone = newBackbone();
        NDManager scope = backbone.newScope()) {
      DenoiserInput input = Batch.of(scope, backbone, this).withoutReference();
      backbone.denoiser().predict(input).close();
      NativeMemory.assertNothingLeft(() -> backbone.denoiser().predict(input).close());
    }
  }
}
