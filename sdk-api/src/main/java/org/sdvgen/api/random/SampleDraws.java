package org.sdvgen.api.random;

/**
 * The draws of one sample of one step.
 *
 * @param step the step's draws
 * @param sample the global sample index
 */
public record SampleDraws(StepDraws step, long sample) {
  /**
   * One uniform number.
   *
   * @param purpose what it decides
   * @return a number in [0, 1)
   */
  public double uniform(String purpose) {
    return uniforms(purpose, 1)[0];
  }

  /**
   * Uniform numbers.
   *
   * @param purpose what they decide
   * @param count how many
   * @return numbers in [0, 1)
   */
  public double[] uniforms(String purpose, int count) {
    return step.draws().uniforms(step.key(sample, purpose), count);
  }

  /**
   * Standard normal numbers.
   *
   * @param purpose what they decide
   * @param count how many
   * @return the numbers
   */
  public float[] normals(String purpose, int count) {
    return step.draws().normals(step.key(sample, purpose), count);
  }
}
