package org.sdvgen.objectives;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * Answers some purposes with one constant each and the others with seeded numbers.
 *
 * @param constants by the purpose's end, behind the scope
 */
record ReplayedDraws(Map<String, Double> constants) implements Draws {
  @Override
  public double[] uniforms(DrawKey key, int count) {
    double[] values = Draws.seeded().uniforms(key, count);
    Double constant = constant(key);
    if (constant != null) {
      Arrays.fill(values, constant);
    }
    return values;
  }

  @Override
  public float[] normals(DrawKey key, int count) {
    float[] values = Draws.seeded().normals(key, count);
    Double constant = constant(key);
    if (constant != null) {
      Arrays.fill(values, constant.floatValue());
    }
    return values;
  }

  private @Nullable Double constant(DrawKey key) {
    return constants.get(key.purpose().substring(key.purpose().indexOf('/') + 1));
  }
}
