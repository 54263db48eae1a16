package org.sdvgen.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Compares with expected values and notes every largest error beside its tolerance in {@code
 * target/parity.tsv}.
 */
public final class Parity {
  private static final Path TABLE = Path.of("target", "parity.tsv");

  static {
    try {
      // One table per run of the tests.
      Files.deleteIfExists(TABLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Parity() {}

  /** Largest difference over the largest expected magnitude. */
  public static void relative(
      String golden, String tensor, NDArray expected, NDArray actual, double tolerance) {
    assertEquals(expected.getShape(), actual.getShape(), tensor);
    float[] wanted = expected.toFloatArray();
    float[] found = actual.toFloatArray();
    double magnitude = 0;
    for (float value : wanted) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    double difference = largestDifference(wanted, found);
    // An expected tensor of zeros leaves only the absolute difference.
    check(golden, tensor, magnitude > 0 ? difference / magnitude : difference, tolerance);
  }

  /** Largest absolute difference. */
  public static void absolute(
      String golden, String tensor, NDArray expected, NDArray actual, double tolerance) {
    assertEquals(expected.getShape(), actual.getShape(), tensor);
    double difference = largestDifference(expected.toFloatArray(), actual.toFloatArray());
    check(golden, tensor, difference, tolerance);
  }

  /** Mean absolute difference. */
  public static void mean(
      String golden, String tensor, NDArray expected, NDArray actual, double tolerance) {
    float[] wanted = expected.toFloatArray();
    float[] found = actual.toFloatArray();
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      sum += Math.abs((double) wanted[i] - found[i]);
    }
    check(golden, tensor + " (mean)", sum / wanted.length, tolerance);
  }

  /** Euclidean norm of the difference over that of the expected values. */
  public static void euclidean(
      String golden, String tensor, NDArray expected, NDArray actual, double tolerance) {
    assertEquals(expected.getShape(), actual.getShape(), tensor);
    float[] wanted = expected.toFloatArray();
    float[] found = actual.toFloatArray();
    double squaredDifference = 0;
    double squaredMagnitude = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = (double) wanted[i] - found[i];
      squaredDifference += difference * difference;
      squaredMagnitude += (double) wanted[i] * wanted[i];
    }
    check(golden, tensor + " (L2)", Math.sqrt(squaredDifference / squaredMagnitude), tolerance);
  }

  /** A number against an expected one, relative to it. */
  public static void number(
      String golden, String name, double expected, double actual, double tolerance) {
    check(golden, name, Math.abs(actual - expected) / Math.abs(expected), tolerance);
  }

  /** Notes a comparison that was made exactly. */
  public static void exact(String golden, String what) {
    note(golden, what, 0, 0);
  }

  /** Checks an error that is already computed. A NaN fails. */
  public static void check(String golden, String tensor, double error, double tolerance) {
    note(golden, tensor, error, tolerance);
    assertTrue(
        error <= tolerance, () -> "%s: error %s above %s".formatted(tensor, error, tolerance));
  }

  private static double largestDifference(float[] expected, float[] actual) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs((double) expected[i] - actual[i]);
      // Math.max keeps a NaN once it is there.
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private static synchronized void note(
      String golden, String tensor, double error, double tolerance) {
    String line =
        String.format(Locale.ROOT, "%s\t%s\t%.3g\t%.3g%n", golden, tensor, error, tolerance);
    try {
      Files.createDirectories(TABLE.toAbsolutePath().getParent());
      Files.writeString(TABLE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
