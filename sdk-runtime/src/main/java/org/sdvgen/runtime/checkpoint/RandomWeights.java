package org.sdvgen.runtime.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;

/**
 * Random weights that keep activations at about unit size: biases 0, factors 1, matrices and
 * kernels by the number of their inputs.
 *
 * @param seed every value is a function of it and of its tensor's name
 */
public record RandomWeights(long seed) {
  /**
   * Draws one tensor.
   *
   * @param results owns it
   * @param name its name in the checkpoint
   * @param shape its shape
   * @return the tensor, fp32
   */
  public NDArray draw(NDManager results, String name, Shape shape) {
    if (name.endsWith(".bias")) {
      return results.zeros(shape);
    }
    // One value per channel: the factors of a norm.
    if (shape.size() == shape.get(0)) {
      return results.ones(shape);
    }
    DrawKey key = new DrawKey(seed, 0, 0, "weight/" + name);
    float[] values = Draws.seeded().normals(key, Math.toIntExact(shape.size()));
    double inputs = (double) shape.size() / shape.get(0);
    float std = (float) (1 / Math.sqrt(inputs));
    for (int i = 0; i < values.length; i++) {
      values[i] *= std;
    }
    return results.create(values, shape);
  }
}
