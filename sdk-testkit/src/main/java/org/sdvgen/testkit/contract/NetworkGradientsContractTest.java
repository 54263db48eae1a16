package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sdvgen.runtime.torch.GradientCheckpointing.FULL;
import static org.sdvgen.runtime.torch.GradientCheckpointing.NONE;
import static org.sdvgen.runtime.torch.GradientCheckpointing.SELECTIVE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.backbone.Backbone;
import org.sdvgen.api.backbone.Denoiser;
import org.sdvgen.api.backbone.DenoiserInput;
import org.sdvgen.api.backbone.LoraSettings;
import org.sdvgen.api.backbone.MasterWeights;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.Parameters.Selection;
import org.sdvgen.api.backbone.TrainableWeights;
import org.sdvgen.api.backbone.Tuning;
import org.sdvgen.runtime.torch.GradientCheckpointing;
import org.sdvgen.testkit.TinyBatch;

/**
 * Gradients of adapters and of pretrained parameters, in both precisions, with and without
 * activation checkpointing.
 */
public abstract class NetworkGradientsContractTest {
  private static final Selection ADAPTER =
      new Selection.Adapter(new LoraSettings(4, 8, 0.2, List.of()));

  /** For subclasses. */
  protected NetworkGradientsContractTest() {}

  /**
   * Opens a backbone with a tiny model.
   *
   * @param dtype {@code fp32} or {@code bf16}
   * @param checkpointing what the backward pass computes again
   * @return the backbone, which the test closes
   */
  protected abstract Backbone open(String dtype, GradientCheckpointing checkpointing);

  /**
   * Names parameters whose gradients are compared with slopes.
   *
   * @return one of each kind of layer
   */
  protected abstract List<String> slopes();

  private Map<String, float[]> gradients(
      String dtype, GradientCheckpointing checkpointing, Selection selection, int... kept) {
    try (Backbone backbone = open(dtype, checkpointing);
        NDManager scope = backbone.newScope()) {
      TrainableWeights weights = create(backbone, selection);
      return TinyBatch.gradients(scope, backbone, weights, TinyBatch.of(scope, backbone, kept));
    }
  }

  /** Moves an adapter away from its start, where half of its gradients are zero. */
  private static TrainableWeights create(Backbone backbone, Selection selection) {
    TrainableWeights weights = backbone.parameters().create(selection, 3);
    if (selection instanceof Selection.Adapter) {
      weights.parameters().stream().map(Parameter::value).forEach(value -> value.addi(0.02f));
    }
    return weights;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "bf16"})
  void checkpointingChangesNoBit(String dtype) {
    for (int[] references : new int[][] {{3, 5, 3}, {4, 4}}) {
      Map<String, float[]> kept = gradients(dtype, NONE, ADAPTER, references);
      for (GradientCheckpointing way : List.of(FULL, SELECTIVE)) {
        Map<String, float[]> again = gradients(dtype, way, ADAPTER, references);
        assertEquals(kept.keySet(), again.keySet());
        kept.forEach(
            (name, values) -> assertArrayEquals(values, again.get(name), 0f, way + " " + name));
      }
    }
  }

  /**
   * Gradients of both precisions have the same direction.
   *
   * @param adapter whether those of an adapter, or of all pretrained parameters
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  public void bf16PointsWhereFp32Does(boolean adapter) {
    Selection selection =
        adapter
            ? new Selection.Adapter(new LoraSettings(4, 8, 0, List.of()))
            : new Selection.Base(List.of(".*"));
    double cosine =
        TinyBatch.cosine(
            gradients("fp32", FULL, selection, 4, 4), gradients("bf16", FULL, selection, 4, 4));
    assertTrue(cosine > 0.995, "cosine " + cosine);
  }

  @Test
  void everyPretrainedParameterHasASlope() {
    try (Backbone backbone = open("fp32", FULL);
        NDManager scope = backbone.newScope()) {
      MasterWeights masters = backbone.parameters().masters(List.of(".*"));
      Denoiser denoiser = backbone.denoiser(Tuning.of(masters));
      DenoiserInput input = TinyBatch.of(scope, backbone, 4, 4);
      Map<String, float[]> gradients = TinyBatch.gradients(scope, backbone, masters, input);
      assertEquals(backbone.parameters().base().keySet(), gradients.keySet());
      for (String name : slopes()) {
        Parameter parameter =
            masters.parameters().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        checkSlope(denoiser, input, parameter, gradients.get(name));
      }
    }
  }

  /** Moves a parameter along its gradient and compares the loss's growth with the gradient. */
  private static void checkSlope(
      Denoiser denoiser, DenoiserInput input, Parameter parameter, float @Nullable [] gradient) {
    NDArray direction =
        parameter.value().getManager().create(gradient, parameter.value().getShape());
    double norm = direction.norm().getFloat();
    direction.divi(norm);
    double step = 1e-3;
    double above = loss(denoiser, input, parameter, direction.mul(step));
    double below = loss(denoiser, input, parameter, direction.mul(-step));
    assertEquals(norm, (above - below) / (2 * step), 0.02 * norm, parameter.name());
  }

  private static double loss(
      Denoiser denoiser, DenoiserInput input, Parameter parameter, NDArray shift) {
    parameter.value().addi(shift);
    double loss = 0;
    for (float value : denoiser.predict(input).toFloatArray()) {
      loss += 0.5 * value * value;
    }
    parameter.value().subi(shift);
    return loss;
  }

  @Test
  void samplesOfUnequalReferencesAddUp() {
    Selection selection = new Selection.Adapter(new LoraSettings(4, 8, 0, List.of()));
    try (Backbone backbone = open("fp32", FULL);
        NDManager scope = backbone.newScope()) {
      TrainableWeights weights = create(backbone, selection);
      int[] kept = {0, 2, 0};
      Map<String, float[]> together =
          TinyBatch.gradients(scope, backbone, weights, TinyBatch.of(scope, backbone, kept));
      for (int sample = 0; sample < kept.length; sample++) {
        Map<String, float[]> alone =
            TinyBatch.gradients(
                scope, backbone, weights, TinyBatch.from(scope, backbone, sample, kept[sample]));
        together.forEach((name, values) -> subtract(values, alone.get(name)));
      }
      together.forEach(
          (name, left) -> assertArrayEquals(new float[left.length], left, 1e-3f, name));
    }
  }

  private static void subtract(float[] values, float @Nullable [] others) {
    for (int i = 0; i < values.length; i++) {
      values[i] -= Objects.requireNonNull(others)[i];
    }
  }
}
