package org.sdvgen.api.random;

/**
 * The one source of random numbers (RNG) in training and generation. Torch's own generator serves
 * dropout only, seeded with {@link StepDraws#seed}.
 *
 * <p>This is also the seam by which noise and timesteps enter from outside: an implementation that
 * answers some keys from a file replays a run of another program.
 */
public interface Draws {
  /**
   * Uniform numbers.
   *
   * @param key key of the numbers
   * @param count number of values
   * @return numbers in [0, 1)
   */
  double[] uniforms(DrawKey key, int count);

  /**
   * Standard normal numbers.
   *
   * @param key key of the numbers
   * @param count number of values
   * @return numbers of mean 0 and variance 1
   */
  float[] normals(DrawKey key, int count);

  /**
   * The draws of ordinary runs: computed from the key alone, the same on every platform.
   *
   * @return the draws
   */
  static Draws seeded() {
    return SeededDraws.INSTANCE;
  }
}
