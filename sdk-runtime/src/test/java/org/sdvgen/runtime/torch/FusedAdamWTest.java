package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;

class FusedAdamWTest {
  private static final FusedAdamW.Settings SETTINGS =
      new FusedAdamW.Settings(0.9, 0.95, 1e-8, 0.01);

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Devices.newManager(Devices.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void followsTheFormula() {
    NDArray a = manager.create(new float[] {1f, -2f});
    NDArray b = manager.create(new float[] {0.5f}, new Shape(1, 1));
    Scalar expectedA = new Scalar(-2);
    Scalar expectedB = new Scalar(0.5);
    try (FusedAdamW optimizer = new FusedAdamW(manager, SETTINGS, Map.of("a", a, "b", b))) {
      for (int step = 1; step <= 4; step++) {
        NDArray gradientA = manager.create(new float[] {0f, 0.3f * step});
        NDArray gradientB = manager.create(new float[] {-1f / step}, new Shape(1, 1));
        optimizer.step(Map.of("a", gradientA, "b", gradientB), 1e-2);
        expectedA.step(step, 0.3f * step, 1e-2);
        expectedB.step(step, -1f / step, 1e-2);
        assertEquals(expectedA.value, a.toFloatArray()[1], 2e-6);
        assertEquals(expectedB.value, b.toFloatArray()[0], 2e-6);
      }
      // No gradient: decoupled decay alone.
      assertEquals(Math.pow(1 - 1e-2 * 0.01, 4), a.toFloatArray()[0], 1e-6);
    }
  }

  @Test
  void goesOnExactlyFromASavedState() {
    NDArray one = manager.create(new float[] {1f, 2f});
    NDArray two = manager.create(new float[] {1f, 2f});
    NDArray gradient = manager.create(new float[] {0.1f, -3f});
    try (FusedAdamW first = new FusedAdamW(manager, SETTINGS, Map.of("p", one));
        FusedAdamW second = new FusedAdamW(manager, SETTINGS, Map.of("p", two))) {
      first.step(Map.of("p", gradient), 1e-2);
      Tensors.copy(two, one);
      second.restore(new HashMap<>(first.state()));
      first.step(Map.of("p", gradient), 1e-2);
      second.step(Map.of("p", gradient), 1e-2);
      assertArrayEquals(one.toFloatArray(), two.toFloatArray());
      assertEquals(2f, second.state().values().iterator().next().getFloat());
    }
  }

  @Test
  void refusesTheStateOfOtherParameters() {
    NDArray p = manager.ones(new Shape(2));
    try (FusedAdamW first = new FusedAdamW(manager, SETTINGS, Map.of("p", p));
        FusedAdamW other = new FusedAdamW(manager, SETTINGS, Map.of("q", p))) {
      Map<String, NDArray> state = first.state();
      assertThrows(InputException.class, () -> other.restore(state));
      Map<String, NDArray> gradients = Map.of("p", p);
      assertThrows(IllegalArgumentException.class, () -> other.step(gradients, 1));
    }
  }

  @Test
  void clipsByTheGlobalNorm() {
    NDArray a = manager.create(new float[] {3f});
    NDArray b = manager.create(new float[] {0f, 4f});
    assertEquals(5f, Gradients.globalNorm(List.of(a, b)));
    assertEquals(5f, Gradients.clip(List.of(a, b), 10));
    assertArrayEquals(new float[] {0, 4}, b.toFloatArray());
    assertEquals(5f, Gradients.clip(List.of(a, b), 1));
    assertEquals(0.6f, a.getFloat(0), 1e-6f);
    assertEquals(1f, Gradients.globalNorm(List.of(a, b)), 1e-6f);
    b.set(new float[] {0f, Float.NaN});
    assertTrue(Float.isNaN(Gradients.globalNorm(List.of(a, b))));
  }

  @Test
  void leavesNothingBehind() {
    NDArray p = manager.ones(new Shape(2));
    NDArray gradient = manager.ones(new Shape(2));
    try (FusedAdamW optimizer = new FusedAdamW(manager, SETTINGS, Map.of("p", p))) {
      optimizer.step(Map.of("p", gradient), 1e-2);
      NDManager own = optimizer.state().values().iterator().next().getManager();
      assertEquals(3, own.getManagedArrays().size());
      Gradients.clip(List.of(gradient), 1);
    }
    assertEquals(2, manager.getManagedArrays().size());
  }

  /** AdamW of one number in double precision. */
  private static final class Scalar {
    private double value;
    private double m;
    private double v;

    Scalar(double value) {
      this.value = value;
    }

    void step(int step, double gradient, double lr) {
      value *= 1 - lr * SETTINGS.weightDecay();
      m = SETTINGS.beta1() * m + (1 - SETTINGS.beta1()) * gradient;
      v = SETTINGS.beta2() * v + (1 - SETTINGS.beta2()) * gradient * gradient;
      double mean = m / (1 - Math.pow(SETTINGS.beta1(), step));
      double square = v / (1 - Math.pow(SETTINGS.beta2(), step));
      value -= lr * mean / (Math.sqrt(square) + SETTINGS.eps());
    }
  }
}
