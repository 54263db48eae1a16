package org.sdvgen.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Reference;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

class FakeBackboneTest {
  private static final long DROPOUT_SEED = 5;

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    try (FakeBackbone backbone = new FakeBackbone(FakeSettings.DEFAULT);
        NDManager scope = backbone.newScope()) {
      LoraSettings lora = new LoraSettings(2, 3, 0.3, List.of());
      Adapter adapter = backbone.parameters().newAdapter(lora, 1);
      Denoiser denoiser = backbone.denoiser(Tuning.of(adapter));
      List<Parameter> trainable = adapter.parameters();
      trainable.forEach(p -> randomise(p));
      DenoiserInput input = input(scope, backbone);
      NDArray upstream = normals(scope, "upstream", input.latents().getShape());
      try (GradientBuffer gradients = new GradientBuffer(scope, trainable)) {
        try (Trace trace = denoiser.trace(input, DROPOUT_SEED)) {
          trace.backward(upstream, gradients);
        }
        for (Parameter parameter : trainable) {
          float[] analytic = gradients.get(parameter.name()).toFloatArray();
          for (int i = 0; i < analytic.length; i++) {
            double numeric = slope(denoiser, input, upstream, parameter.value(), i);
            assertEquals(numeric, analytic[i], 2e-3 * (1 + Math.abs(numeric)), parameter.name());
          }
        }
      }
    }
  }

  /** Central difference of the inner product of prediction and upstream. */
  private static double slope(
      Denoiser denoiser, DenoiserInput input, NDArray upstream, NDArray value, int index) {
    float step = 0.05f;
    float[] original = value.toFloatArray();
    double[] sides = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] moved = original.clone();
      moved[index] += side == 0 ? -step : step;
      value.set(FloatBuffer.wrap(moved));
      try (Trace trace = denoiser.trace(input, DROPOUT_SEED)) {
        float[] prediction = trace.prediction().toFloatArray();
        float[] weights = upstream.toFloatArray();
        for (int i = 0; i < weights.length; i++) {
          sides[side] += (double) prediction[i] * weights[i];
        }
      }
    }
    value.set(FloatBuffer.wrap(original));
    return (sides[1] - sides[0]) / (2 * step);
  }

  private static DenoiserInput input(NDManager scope, FakeBackbone backbone) {
    return new DenoiserInput(
        normals(scope, "latents", new Shape(2, 4, 3, 2, 3)),
        scope.create(new float[] {100, 700}),
        backbone.textEncoder().encode(scope, List.of("a <cls> chair", "rain")),
        List.of(Reference.whole(normals(scope, "reference", new Shape(2, 4, 1, 2, 3)))),
        OptionalDouble.empty());
  }

  private static void randomise(Parameter parameter) {
    int count = Math.toIntExact(parameter.value().size());
    float[] values = Draws.seeded().normals(new DrawKey(3, 0, 0, parameter.name()), count);
    parameter.value().set(FloatBuffer.wrap(values));
  }

  private static NDArray normals(NDManager scope, String purpose, Shape shape) {
    int count = Math.toIntExact(shape.size());
    float[] values = Draws.seeded().normals(new DrawKey(9, 0, 0, purpose), count);
    return scope.create(FloatBuffer.wrap(values), shape);
  }
}
