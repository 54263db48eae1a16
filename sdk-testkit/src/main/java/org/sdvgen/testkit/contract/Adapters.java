package org.sdvgen.testkit.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraConfig;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.Trace;

/** Adapters that do something, and their gradients. */
final class Adapters {
  private static final String UPSTREAM = "upstream";
  private static final float DEVIATION = 0.1f;

  /** Length of a step in parameter space: long against rounding, short against curvature. */
  private static final double STEP = 1e-2;

  private Adapters() {}

  /** Trains an adapter whose second factor is not zero, so that every part of it acts. */
  static void adapt(Backbone backbone, LoraConfig lora) {
    backbone.parameters().select(new Selection.Adapter(lora), 3);
    for (Parameter parameter : backbone.parameters().trainable()) {
      float[] values = Contracts.values(parameter.name(), parameter.value().size());
      for (int i = 0; i < values.length; i++) {
        values[i] *= DEVIATION;
      }
      parameter.value().set(FloatBuffer.wrap(values));
    }
  }

  /**
   * Gradients of the inner product of the prediction with fixed numbers; the caller closes them.
   */
  static GradientBuffer gradients(Backbone backbone, DenoiserInput input, long dropoutSeed) {
    NDManager scope = input.latents().getManager();
    GradientBuffer gradients = new GradientBuffer(scope, backbone.parameters().trainable());
    addGradients(backbone, input, dropoutSeed, gradients);
    return gradients;
  }

  static void addGradients(
      Backbone backbone, DenoiserInput input, long dropoutSeed, GradientBuffer gradients) {
    NDManager scope = input.latents().getManager();
    try (NDArray upstream = Contracts.normals(scope, UPSTREAM, input.latents().getShape());
        Trace trace = backbone.denoiser().trace(input, dropoutSeed)) {
      trace.backward(upstream, gradients);
    }
  }

  /** L2 norm over all parameters. */
  static double norm(GradientBuffer gradients) {
    double squares = 0;
    for (NDArray gradient : gradients.all().values()) {
      for (float value : gradient.toFloatArray()) {
        squares += (double) value * value;
      }
    }
    return Math.sqrt(squares);
  }

  /** Central difference of what {@link #gradients} differentiates, along the unit gradient. */
  static double slope(
      Backbone backbone, DenoiserInput input, long dropoutSeed, GradientBuffer gradients) {
    double step = STEP / norm(gradients);
    move(backbone, gradients, step);
    double above = product(backbone, input, dropoutSeed);
    move(backbone, gradients, -2 * step);
    double below = product(backbone, input, dropoutSeed);
    move(backbone, gradients, step);
    return (above - below) / (2 * STEP);
  }

  private static void move(Backbone backbone, GradientBuffer gradients, double step) {
    for (Parameter parameter : backbone.parameters().trainable()) {
      try (NDArray change = gradients.get(parameter.name()).mul(step)) {
        parameter.value().addi(change);
      }
    }
  }

  private static double product(Backbone backbone, DenoiserInput input, long dropoutSeed) {
    try (Trace trace = backbone.denoiser().trace(input, dropoutSeed)) {
      float[] prediction = trace.prediction().toFloatArray();
      float[] upstream = Contracts.values(UPSTREAM, prediction.length);
      double sum = 0;
      for (int i = 0; i < prediction.length; i++) {
        sum += (double) prediction[i] * upstream[i];
      }
      return sum;
    }
  }
}
