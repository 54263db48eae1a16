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
   * @param purpose purpose of the number
   * @return a number in [0, 1)
   */
  public double uniform(String purpose) {
    return uniforms(purpose, 1)[0];
  }

  /**
   * Uniform numbers.
   *
   * @param purpose purpose of the numbers
   * @param count number of values
   * @return numbers in [0, 1)
   */
  public double[] uniforms(String purpose, int count) {
    return step.draws().uniforms(step.key(sample, purpose), count);
  }

  /**
   * Standard normal numbers.
   *
   * @param purpose purpose of the numbers
   * @param count number of values
   * @return the numbers
   */
  public float[] normals(String purpose, int count) {
    return step.draws().normals(step.key(sample, purpose), count);
  }
}
