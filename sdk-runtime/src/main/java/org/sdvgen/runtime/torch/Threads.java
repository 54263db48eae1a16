package org.sdvgen.runtime.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;

/**
 * How many CPU threads share one operation of PyTorch; the one place that reads and sets it. The
 * number is the process's: threads that have not computed yet take it over.
 */
public final class Threads {
  private static final String VARIABLE = "OMP_NUM_THREADS";

  /** PyTorch's own number: read before another one is set. */
  private static final int OWN = own();

  private Threads() {}

  private static int own() {
    Engine.getEngine("PyTorch");
    return JniUtils.getNumThreads();
  }

  /**
   * The number that the environment variable {@code OMP_NUM_THREADS} gives.
   *
   * @return the number, at least 1; empty if the variable is not set or is no number
   */
  public static Optional<Integer> told() {
    return told(System.getenv().getOrDefault(VARIABLE, ""));
  }

  static Optional<Integer> told(String variable) {
    return variable.strip().matches("0*[1-9]\\d{0,3}")
        ? Optional.of(Integer.parseInt(variable.strip()))
        : Optional.empty();
  }

  /**
   * The most threads that are of use here: one for each physical core, no more than this process
   * may use.
   *
   * @return at least 1
   */
  public static int most() {
    return Math.max(1, Math.min(OWN, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * The number in use.
   *
   * @return threads of an operation that the calling thread starts, at least 1
   */
  public static int used() {
    return JniUtils.getNumThreads();
  }

  /**
   * Computes with a number of threads from now on.
   *
   * @param number at least 1
   */
  public static void use(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + number);
    }
    if (used() != number) {
      JniUtils.setNumThreads(number);
    }
  }
}
