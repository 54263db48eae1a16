package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.api.update.UpdateStep;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Tensors;
import org.sdvgen.testkit.TensorAssertions;

/** The contract of update rules. Two tracks, {@code identity} and {@code motion}, take turns. */
public abstract class UpdateRuleContractTest {
  private static final int STEPS = 12;
  private static final Shape SHAPE = new Shape(3, 4);

  /** For subclasses. */
  protected UpdateRuleContractTest() {}

  /**
   * Makes a rule.
   *
   * @return a rule that has seen no step
   */
  protected abstract UpdateRule newRule();

  /** Results are a function of the steps seen so far, finite and of the parameters' shapes. */
  @Test
  void changesGradientsAlikeInEqualRuns() {
    try (NDManager scope = Devices.newManager(Devices.cpu());
        UpdateRule first = newRule();
        UpdateRule second = newRule()) {
      for (int step = 0; step < STEPS; step++) {
        assertSame(scope, first, second, step);
      }
    }
  }

  /** A rule restored in the middle continues as if it had never stopped. */
  @Test
  void resumesUnchanged() {
    try (NDManager scope = Devices.newManager(Devices.cpu());
        UpdateRule unbroken = newRule()) {
      UpdateRule resumed = newRule();
      for (int step = 0; step < STEPS; step++) {
        if (step == STEPS / 2 + 1) {
          resumed = restarted(scope, resumed);
        }
        assertSame(scope, unbroken, resumed, step);
      }
      resumed.close();
    }
  }

  /** Frees the state as soon as it is restored: a rule copies what it keeps. */
  private UpdateRule restarted(NDManager scope, UpdateRule rule) {
    UpdateRule fresh = newRule();
    new TreeMap<>(rule.state())
        .forEach(
            (name, array) -> {
              try (NDManager temporary = scope.newSubManager()) {
                NDArray copy = temporary.zeros(array.getShape());
                Tensors.copy(copy, array);
                fresh.restore(name, copy);
              }
            });
    rule.close();
    return fresh;
  }

  private static void assertSame(NDManager scope, UpdateRule first, UpdateRule second, int step) {
    try (NDManager work = scope.newSubManager()) {
      Map<String, NDArray> expected = apply(work, first, step);
      Map<String, NDArray> actual = apply(work, second, step);
      assertEquals(expected.keySet(), actual.keySet());
      expected.forEach(
          (name, array) -> {
            Contracts.assertPlain(array, SHAPE.getShape());
            NDArray other = actual.getOrDefault(name, array);
            TensorAssertions.assertSameBits(array, other, name + " at step " + step);
          });
    }
  }

  private static Map<String, NDArray> apply(NDManager work, UpdateRule rule, int step) {
    List<Parameter> parameters = parameters(work);
    NDArray initial = Contracts.normals(work, "initial", SHAPE);
    GradientBuffer gradients = new GradientBuffer(work, parameters);
    for (Parameter parameter : parameters) {
      gradients.add(parameter.name(), Contracts.normals(work, parameter.name() + step, SHAPE));
    }
    TrackChoice choice = TrackChoice.of(step % 2 == 0 ? "identity" : "motion");
    rule.apply(new UpdateStep(step, choice, parameters, name -> initial), gradients);
    return gradients.all();
  }

  private static List<Parameter> parameters(NDManager scope) {
    return List.of(
        new Parameter(
            "attn.weight", ParameterGroup.ATTENTION, Contracts.normals(scope, "attn", SHAPE)),
        new Parameter("mlp.weight", ParameterGroup.MLP, Contracts.normals(scope, "mlp", SHAPE)));
  }
}
