package org.sdvgen.host.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.backbone.GradientBuffer;
import org.sdvgen.api.backbone.Parameter;
import org.sdvgen.api.backbone.ParameterGroup;
import org.sdvgen.api.switching.TrackChoice;
import org.sdvgen.api.update.UpdateRule;
import org.sdvgen.runtime.torch.Devices;
import org.sdvgen.runtime.torch.Optimizer;

/** The order of a step: rules, clipping, optimizer. */
final class ParameterUpdateTest {
  private static final String NAME = "weight";

  private final NDManager manager = Devices.newManager(Devices.cpu());
  private final List<Parameter> parameters =
      List.of(new Parameter(NAME, ParameterGroup.OTHER, manager.create(new float[] {1, 2})));
  private final GradientBuffer gradients = new GradientBuffer(manager, parameters);
  private final List<String> order = new ArrayList<>();

  @AfterEach
  void close() {
    manager.close();
  }

  private double apply(double maxGradNorm, UpdateRule... rules) {
    return new ParameterUpdate(
            parameters, new Watch(), maxGradNorm, List.of(rules), Map.of(NAME, value()))
        .apply(0, TrackChoice.of("a"), gradients, 0.1);
  }

  private NDArray value() {
    return parameters.get(0).value();
  }

  private static String text(NDArray array) {
    float[] values = array.toFloatArray();
    return String.format(Locale.ROOT, "%.3f %.3f", values[0], values[1]);
  }

  /** Notes the gradient that it is given and multiplies it. */
  private UpdateRule times(float factor) {
    return (step, gradient) -> {
      order.add("rule sees " + text(gradient.get(NAME)));
      gradient.get(NAME).muli(factor);
    };
  }

  /** Gradients and penalties are of one scale only as long as nobody has clipped. */
  @Test
  void rulesSeeTheWholeGradientInTheirOrderAndOnlyTheirResultIsClipped() {
    gradients.add(NAME, manager.create(new float[] {3, 4}));
    assertEquals(60, apply(1, times(4), times(3)), 1e-4, "the norm behind the rules");
    assertEquals(
        List.of("rule sees 3.000 4.000", "rule sees 12.000 16.000", "optimizer sees 0.600 0.800"),
        order);
  }

  @Test
  void whatARuleBringsBelowTheLimitIsNotClipped() {
    gradients.add(NAME, manager.create(new float[] {3, 4}));
    assertEquals(0.5, apply(1, times(0.1f)), 1e-6);
    assertEquals(List.of("rule sees 3.000 4.000", "optimizer sees 0.300 0.400"), order);
  }

  @Test
  void aGradientThatIsNotFiniteReachesNeitherRulesNorOptimizer() {
    gradients.add(NAME, manager.create(new float[] {Float.NaN, 1}));
    assertEquals(Double.NaN, apply(1, times(1)));
    assertEquals(List.of(), order);
  }

  @Test
  void aGradientThatARuleSpoiltDoesNotReachTheOptimizer() {
    gradients.add(NAME, manager.create(new float[] {3, 4}));
    assertEquals(Double.POSITIVE_INFINITY, apply(1, times(Float.POSITIVE_INFINITY)));
    assertEquals(List.of("rule sees 3.000 4.000"), order);
    assertArrayEquals(new float[] {1, 2}, value().toFloatArray());
  }

  /** Stands where the optimizer is and notes what it is given. */
  private final class Watch implements Optimizer {
    @Override
    public void step(Map<String, NDArray> all, double learningRate) {
      assertEquals(0.1, learningRate);
      order.add("optimizer sees " + text(Objects.requireNonNull(all.get(NAME))));
    }

    @Override
    public Map<String, NDArray> state() {
      return Map.of();
    }

    @Override
    public void restore(Map<String, NDArray> state) {
      assertEquals(Map.of(), state);
    }

    @Override
    public void close() {}
  }
}
