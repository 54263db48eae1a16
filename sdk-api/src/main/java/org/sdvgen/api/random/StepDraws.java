package org.sdvgen.api.random;

/**
 * The draws of one step.
 *
 * @param draws source of the numbers
 * @param seed the run's seed
 * @param step the optimizer step, or the ordinal of a track's batch
 * @param scope put before every purpose with a slash, so that two users of a step never share a key
 */
public record StepDraws(Draws draws, long seed, long step, String scope) {
  /**
   * A uniform number that concerns the step as a whole.
   *
   * @param purpose purpose of the number
   * @return a number in [0, 1)
   */
  public double uniform(String purpose) {
    return draws.uniforms(key(0, purpose), 1)[0];
  }

  /**
   * Uniform numbers that concern the step as a whole.
   *
   * @param purpose purpose of the numbers
   * @param count number of values
   * @return numbers in [0, 1); the first is that of {@link #uniform}
   */
  public double[] uniforms(String purpose, int count) {
    return draws.uniforms(key(0, purpose), count);
  }

  /**
   * The draws of one sample of this step.
   *
   * @param sample the global sample index
   * @return its draws
   */
  public SampleDraws sample(long sample) {
    return new SampleDraws(this, sample);
  }

  /**
   * A seed for a generator that is not this project's own, such as Torch's for dropout.
   *
   * @param index tells several seeds of one purpose apart, such as the micro-batch
   * @param purpose purpose of the seed
   * @return a non-negative seed
   */
  public long seed(long index, String purpose) {
    return key(index, purpose).mixed() >>> 1;
  }

  DrawKey key(long sample, String purpose) {
    return new DrawKey(seed, step, sample, scope + "/" + purpose);
  }
}
