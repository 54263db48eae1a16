package org.sdvgen.testkit.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * The draws of a generation: stored normals; anything else asked for is an error.
 *
 * @param byPurpose the normals of every purpose
 */
public record StoredNoise(Map<String, float[]> byPurpose) implements Draws {
  /** Copies the map. */
  public StoredNoise {
    byPurpose = Map.copyOf(byPurpose);
  }

  @Override
  public double[] uniforms(DrawKey key, int count) {
    throw new IllegalStateException("nothing is drawn uniformly in generation: " + key);
  }

  @Override
  public float[] normals(DrawKey key, int count) {
    float[] stored = Objects.requireNonNull(byPurpose.get(key.purpose()), key.purpose());
    assertEquals(count, stored.length, key.purpose());
    return stored;
  }
}
