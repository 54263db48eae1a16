package org.sdvgen.api.random;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws computed from the key. StrictMath and Box-Muller keep the bits the same on every JDK. */
enum SeededDraws implements Draws {
  INSTANCE;

  /** Below this count another thread costs more than it saves; on a busy machine, far more. */
  private static final int PARALLEL_PAIRS = 1 << 14;

  @Override
  public double[] uniforms(DrawKey key, int count) {
    SplittableRandom random = new SplittableRandom(key.mixed());
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextDouble();
    }
    return values;
  }

  @Override
  public float[] normals(DrawKey key, int count) {
    int pairs = (count + 1) / 2;
    double[] uniforms = uniforms(key, 2 * pairs);
    float[] values = new float[count];
    // The functions of StrictMath are slow, and pairs are independent of one another.
    IntStream all = IntStream.range(0, pairs);
    (pairs < PARALLEL_PAIRS ? all : all.parallel())
        .forEach(pair -> normalPair(uniforms, values, 2 * pair));
    return values;
  }

  private static void normalPair(double[] uniforms, float[] values, int at) {
    // 1 - u lies in (0, 1], so the logarithm is finite.
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniforms[at]));
    double angle = 2 * Math.PI * uniforms[at + 1];
    values[at] = (float) (radius * StrictMath.cos(angle));
    if (at + 1 < values.length) {
      values[at + 1] = (float) (radius * StrictMath.sin(angle));
    }
  }
}
