package org.sdvgen.testkit.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.List;
import org.sdvgen.api.backbone.Adapter;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Trace;
import org.sdvgen.api.backbone.Tuning;

/**
 * A model with an adapter that has an effect, and its gradients.
 *
 * @param backbone the model
 * @param adapter its adapter
 */
record Adapted(Backbone backbone, Adapter adapter) {
  private static final String UPSTREAM = "upstream";
  private static final float DEVIATION = 0.1f;

  /** Length of a step in parameter space: long against rounding, short against curvature. */
  private static final double STEP = 1e-2;

  /** Makes an adapter whose second factor is not zero, so that every part of it acts. */
  static Adapted of(Backbone backbone, LoraSettings lora) {
    return of(backbone, lora, "");
  }

  /** Makes such an adapter; each purpose has values of its own. */
  static Adapted of(Backbone backbone, LoraSettings lora, String purpose) {
    Adapter adapter = backbone.parameters().newAdapter(lora, 3);
    for (Parameter parameter : adapter.parameters()) {
      float[] values = Contracts.values(purpose + parameter.name(), parameter.value().size());
      for (int i = 0; i < values.length; i++) {
        values[i] *= DEVIATION;
      }
      parameter.value().set(FloatBuffer.wrap(values));
    }
    return new Adapted(backbone, adapter);
  }

  /** The model with the adapter. */
  Denoiser denoiser() {
    return backbone.denoiser(Tuning.of(adapter));
  }

  /** The adapter's parameters. */
  List<Parameter> parameters() {
    return adapter.parameters();
  }

  /**
   * Gradients of the inner product of the prediction with fixed numbers; the caller closes them.
   */
  GradientBuffer gradients(DenoiserInput input, long dropoutSeed) {
    NDManager scope = input.latents().getManager();
    GradientBuffer gradients = new GradientBuffer(scope, parameters());
    addGradients(input, dropoutSeed, gradients);
    return gradients;
  }

  void addGradients(DenoiserInput input, long dropoutSeed, GradientBuffer gradients) {
    NDManager scope = input.latents().getManager();
    try (NDArray upstream = Contracts.normals(scope, UPSTREAM, input.latents().getShape());
        Trace trace = denoiser().trace(input, dropoutSeed)) {
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
  double slope(DenoiserInput input, long dropoutSeed, GradientBuffer gradients) {
    double step = STEP / norm(gradients);
    move(gradients, step);
    double above = product(input, dropoutSeed);
    move(gradients, -2 * step);
    double below = product(input, dropoutSeed);
    move(gradients, step);
    return (above - below) / (2 * STEP);
  }

  private void move(GradientBuffer gradients, double step) {
    for (Parameter parameter : parameters()) {
      try (NDArray change = gradients.get(parameter.name()).mul(step)) {
        parameter.value().addi(change);
      }
    }
  }

  private double product(DenoiserInput input, long dropoutSeed) {
    try (Trace trace = denoiser().trace(input, dropoutSeed)) {
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
