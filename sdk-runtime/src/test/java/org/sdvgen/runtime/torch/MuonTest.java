package org.sdvgen.runtime.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sdvgen.api.error.InputException;

class MuonTest {
  private static final Muon.Settings SETTINGS = new Muon.Settings(0.95, 0.1);
  private static final double RATE = 0.02;

  /** Several steps on a matrix of any shape agree with a plain double-precision computation. */
  @Property(tries = 25)
  void followsTheFormula(
      @ForAll @IntRange(min = 1, max = 7) int rows,
      @ForAll @IntRange(min = 1, max = 7) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[][] value = Matrices.gaussian(random, rows, columns);
    double[][] momentum = new double[rows][columns];
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      NDArray parameter = Matrices.toArray(manager, value);
      try (Muon muon = new Muon(manager, SETTINGS, Map.of("w", parameter))) {
        for (int step = 0; step < 3; step++) {
          double[][] gradient = Matrices.gaussian(random, rows, columns);
          muon.step(Map.of("w", Matrices.toArray(manager, gradient)), RATE);
          momentum = Matrices.sum(0.95, momentum, 0.05, gradient);
          double[][] ahead = Matrices.sum(0.05, gradient, 0.95, momentum);
          double scale = 0.2 * Math.sqrt(Math.max(rows, columns));
          value =
              Matrices.sum(1 - RATE * 0.1, value, -RATE * scale, Matrices.orthogonalized(ahead));
        }
      }
      float[] found = parameter.toFloatArray();
      for (int i = 0; i < found.length; i++) {
        assertEquals(value[i / columns][i % columns], found[i], 2e-5);
      }
    }
  }

  /** The direction of the update does not depend on how large the gradient is. */
  @Property(tries = 20)
  void gradientsSizeDoesNotMatter(
      @ForAll @IntRange(min = -3, max = 3) int exponent, @ForAll long seed) {
    double[][] gradient = Matrices.gaussian(new Random(seed), 4, 6);
    double[][] zeros = new double[4][6];
    double[][] scaled = Matrices.sum(Math.pow(10, exponent), gradient, 0, gradient);
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      assertArrayEquals(stepped(manager, zeros, gradient), stepped(manager, zeros, scaled), 1e-4f);
    }
  }

  private static float[] stepped(NDManager manager, double[][] value, double[][] gradient) {
    NDArray parameter = Matrices.toArray(manager, value);
    try (Muon muon = new Muon(manager, SETTINGS, Map.of("w", parameter))) {
      muon.step(Map.of("w", Matrices.toArray(manager, gradient)), RATE);
    }
    return parameter.toFloatArray();
  }

  @Test
  void takesMatricesOnly() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> bias = Map.of("bias", manager.zeros(new Shape(3)));
      assertThrows(IllegalArgumentException.class, () -> new Muon(manager, SETTINGS, bias));
    }
  }

  @Test
  void groupGoesOnExactlyFromASavedState() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Random random = new Random(5);
      Map<String, NDArray> one = parameters(manager, 1);
      Map<String, NDArray> two = parameters(manager, 1);
      try (OptimizerGroup first = group(manager, one);
          OptimizerGroup second = group(manager, two)) {
        Map<String, NDArray> gradients = parameters(manager, random.nextLong());
        first.step(gradients, RATE);
        second.restore(first.state());
        two.forEach((name, value) -> Tensors.copy(value, get(one, name)));
        first.step(gradients, RATE);
        second.step(gradients, RATE);
        for (String name : one.keySet()) {
          assertArrayEquals(get(one, name).toFloatArray(), get(two, name).toFloatArray());
        }
      }
    }
  }

  @Test
  void groupKeepsTheMembersApart() {
    try (NDManager manager = Devices.newManager(Devices.cpu())) {
      Map<String, NDArray> parameters = parameters(manager, 1);
      try (OptimizerGroup group = group(manager, parameters)) {
        group.step(parameters(manager, 2), RATE);
        assertTrue(group.state().containsKey("momentum_buffer.matrix"));
        assertTrue(group.state().containsKey("exp_avg.bias"));
        Map<String, NDArray> part = Map.of("bias", manager.zeros(new Shape(3)));
        assertThrows(IllegalArgumentException.class, () -> group.step(part, RATE));
        assertThrows(InputException.class, () -> group.restore(part));
      }
    }
  }

  private static NDArray get(Map<String, NDArray> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name));
  }

  private static Map<String, NDArray> parameters(NDManager manager, long seed) {
    Random random = new Random(seed);
    return Map.of(
        "matrix", Matrices.toArray(manager, Matrices.gaussian(random, 3, 2)),
        "bias", Matrices.toArray(manager, Matrices.gaussian(random, 1, 3)).reshape(3));
  }

  private static OptimizerGroup group(NDManager manager, Map<String, NDArray> parameters) {
    Muon muon = new Muon(manager, SETTINGS, Map.of("matrix", get(parameters, "matrix")));
    FusedAdamW adamW =
        new FusedAdamW(
            manager,
            new FusedAdamW.Settings(0.9, 0.95, 1e-8, 0.01),
            Map.of("bias", get(parameters, "bias")));
    return new OptimizerGroup(
        List.of(
            new OptimizerGroup.Member(muon, List.of("matrix"), 2),
            new OptimizerGroup.Member(adamW, List.of("bias"), 1)));
  }
}
