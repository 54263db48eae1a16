package org.sdvgen.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Moves between videos of five axes and sequences of tokens, in scopes that free intermediate
 * arrays.
 */
final class FakeArrays {
  private FakeArrays() {}

  /**
   * A copy that a scope owns: results of operations on it then belong to the scope as well, since
   * the left operand decides.
   */
  static NDArray adopt(NDManager scope, NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(scope);
    return copy;
  }

  /** From (B, c, f, h, w) to (B, f*h*w, c), owned by the scope. */
  static NDArray tokens(NDManager scope, NDArray video) {
    Shape s = video.getShape();
    return adopt(scope, video)
        .reshape(s.get(0), s.get(1), s.size() / s.get(0) / s.get(1))
        .swapAxes(1, 2);
  }

  /** From (B, f*h*w, c) to the shape (B, c, f, h, w). */
  static NDArray video(NDArray tokens, Shape shape) {
    return tokens.swapAxes(1, 2).reshape(shape);
  }
}
