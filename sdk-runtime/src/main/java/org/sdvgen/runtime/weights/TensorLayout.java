package org.sdvgen.runtime.weights;

import ai.djl.ndarray.types.Shape;

/**
 * How a tensor is to be stored.
 *
 * @param type its element type
 * @param shape its shape
 */
public record TensorLayout(StoredType type, Shape shape) {
  /** Returns its size in bytes. */
  public long bytes() {
    return shape.size() * type.bytes();
  }
}
