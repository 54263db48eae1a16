package org.sdvgen.api.random;

import java.util.SplittableRandom;

/** Draws computed from the key. StrictMath and Box-Muller keep the bits the same on every JDK. */
enum SeededDraws implements Draws {
  INSTANCE;

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
    SplittableRandom random = new SplittableRandom(key.mixed());
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
      // 1 - u lies in (0, 1], so the logarithm is finite.
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      values[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < count) {
        values[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return values;
  }
}
