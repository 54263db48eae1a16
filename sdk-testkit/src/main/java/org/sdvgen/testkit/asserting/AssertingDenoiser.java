package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.atomic.AtomicInteger;
import org.sdvgen.api.backbone.BackboneSpec;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;

/** Asserts types, shapes and owners of a denoiser's inputs and predictions. */
final class AssertingDenoiser implements Denoiser {
  private final Denoiser denoiser;
  private final BackboneSpec spec;
  private final AtomicInteger openTraces;

  /** Wraps a denoiser; the last argument counts the traces that are open. */
  AssertingDenoiser(Denoiser denoiser, BackboneSpec spec, AtomicInteger openTraces) {
    this.denoiser = denoiser;
    this.spec = spec;
    this.openTraces = openTraces;
  }

  @Override
  public NDArray predict(DenoiserInput input) {
    checkInput(input);
    NDManager owner = input.latents().getManager();
    NDArray prediction = Checks.leaving(owner, 1, "predict", () -> denoiser.predict(input));
    Checks.owner(prediction, owner, "the prediction");
    checkPrediction(prediction, input);
    return prediction;
  }

  @Override
  public Trace trace(DenoiserInput input, long dropoutSeed) {
    checkInput(input);
    Trace trace = denoiser.trace(input, dropoutSeed);
    checkPrediction(trace.prediction(), input);
    openTraces.incrementAndGet();
    return new AssertingTrace(trace, openTraces::decrementAndGet);
  }

  @Override
  public int referenceTokens(int height, int width) {
    int tokens = denoiser.referenceTokens(height, width);
    Checks.require(tokens > 0, () -> "a reference must have tokens, not " + tokens);
    return tokens;
  }

  private static void checkPrediction(NDArray prediction, DenoiserInput input) {
    Checks.fp32(prediction, "the prediction");
    Checks.shape(prediction, input.latents().getShape(), "the prediction");
  }

  private void checkInput(DenoiserInput input) {
    Checks.fp32(input.latents(), "latents");
    Checks.axes(input.latents(), 5, "latents");
    long channels = input.latents().getShape().get(1);
    Checks.require(
        channels == spec.latents().channels(),
        () -> "latents must have " + spec.latents().channels() + " channels, not " + channels);
    Checks.fp32(input.timesteps(), "timesteps");
    Checks.require(
        input.timesteps().getShape().dimension() <= 2,
        () -> "timesteps must be (B), (B, f) or (B, n): " + input.timesteps().getShape());
    input.text().arrays().forEach((name, array) -> Checks.plain(array, "text " + name));
    Checks.require(
        input.references().isEmpty() || !spec.references().isEmpty(),
        () -> spec.name() + " takes no references");
    input.references().forEach(reference -> checkReference(reference, input.latents().getShape()));
  }

  private void checkReference(Reference reference, Shape video) {
    Checks.fp32(reference.latents(), "reference latents");
    Checks.axes(reference.latents(), 5, "reference latents");
    Shape shape = reference.latents().getShape();
    Checks.require(
        shape.get(1) == video.get(1) && shape.get(2) == 1,
        () -> "reference latents must be (B, c, 1, h, w), not " + shape);
    NDArray keep = reference.keep();
    if (keep != null) {
      checkKeep(
          keep,
          new Shape(
              shape.get(0),
              referenceTokens(Math.toIntExact(shape.get(3)), Math.toIntExact(shape.get(4)))));
    }
  }

  private static void checkKeep(NDArray keep, Shape expected) {
    DataType type = keep.getDataType();
    Checks.require(type == DataType.UINT8, () -> "a keep mask must be uint8, not " + type);
    Checks.shape(keep, expected, "a keep mask");
    for (byte value : keep.toByteArray()) {
      Checks.require(value == 0 || value == 1, () -> "a keep mask must hold 0 and 1, not " + value);
    }
  }
}
