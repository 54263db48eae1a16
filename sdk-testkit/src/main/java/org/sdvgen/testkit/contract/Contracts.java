package org.sdvgen.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import org.sdvgen.api.backbone.Solver;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/** Assertions that several contracts share. */
final class Contracts {
  private Contracts() {}

  /** Asserts an fp32 array of a shape, with finite values. */
  static void assertPlain(NDArray array, long[] shape) {
    assertEquals(DataType.FLOAT32, array.getDataType());
    assertEquals(new Shape(shape), array.getShape());
    for (float value : array.toFloatArray()) {
      assertTrue(Float.isFinite(value), "a value is not finite");
    }
  }

  /** Asserts that a message for the user names what it is about. */
  static void assertNames(Exception e, String name) {
    assertTrue(
        String.valueOf(e.getMessage()).contains(name),
        () -> "the message must name \"" + name + "\": " + e.getMessage());
  }

  /** Fixed numbers that are normally distributed. */
  static NDArray normals(NDManager scope, String purpose, Shape shape) {
    return scope.create(FloatBuffer.wrap(values(purpose, shape.size())), shape);
  }

  /** Fixed numbers that are normally distributed. */
  static float[] values(String purpose, long count) {
    return Draws.seeded().normals(new DrawKey(17, 0, 0, purpose), Math.toIntExact(count));
  }

  /** Asserts that timesteps fall and that latents stay finite for a prediction of noise. */
  static void assertWalks(Solver solver, NDManager scope, Shape sample) {
    Shape shape = new Shape(1).addAll(sample);
    double[] timesteps = solver.timesteps();
    assertEquals(4, timesteps.length);
    NDArray latents = normals(scope, "start", shape);
    for (int i = 0; i < timesteps.length; i++) {
      assertTrue(i == 0 || timesteps[i] < timesteps[i - 1], "timesteps must fall");
      NDArray prediction = normals(scope, "prediction" + i, shape);
      latents = solver.step(i, latents, prediction, () -> normals(scope, "noise", shape));
      assertPlain(latents, shape.getShape());
    }
  }
}
