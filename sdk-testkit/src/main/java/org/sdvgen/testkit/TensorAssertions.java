package org.sdvgen.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;

/** Comparisons of fp32 arrays. */
public final class TensorAssertions {
  private TensorAssertions() {}

  /**
   * Asserts that two arrays have the same shape and nearly the same values.
   *
   * @param expected the reference, fp32
   * @param actual the result, fp32
   * @param tolerance bound on {@link #error}
   * @param what names the arrays in the message
   */
  public static void assertClose(NDArray expected, NDArray actual, double tolerance, String what) {
    double error = error(expected, actual, what);
    assertTrue(
        error <= tolerance, () -> what + ": error " + error + " is above tolerance " + tolerance);
  }

  /**
   * Asserts that two arrays have the same shape and the same bits.
   *
   * @param expected the reference, fp32
   * @param actual the result, fp32
   * @param what names the arrays in the message
   */
  public static void assertSameBits(NDArray expected, NDArray actual, String what) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    assertArrayEquals(expected.toFloatArray(), actual.toFloatArray(), 0f, what);
  }

  /**
   * Largest difference over the largest expected magnitude; the largest difference itself where all
   * expected values are zero. Infinite as soon as a value is not finite.
   *
   * @param expected the reference, fp32
   * @param actual the result, fp32 of the same shape
   * @param what names the arrays in messages
   * @return the relative error
   */
  public static double error(NDArray expected, NDArray actual, String what) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    return error(expected.toFloatArray(), actual.toFloatArray());
  }

  /**
   * The same of values outside an array.
   *
   * @param expected the reference
   * @param actual the result, as many values
   * @return the relative error
   */
  public static double error(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double difference = 0;
    double magnitude = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(expected[i]) || !Float.isFinite(actual[i])) {
        return Double.POSITIVE_INFINITY;
      }
      difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
      magnitude = Math.max(magnitude, Math.abs((double) expected[i]));
    }
    return magnitude == 0 ? difference : difference / magnitude;
  }
}
