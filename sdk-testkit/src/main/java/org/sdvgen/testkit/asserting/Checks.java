package org.sdvgen.testkit.asserting;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;
import org.sdvgen.testkit.NativeMemory;

/** Assertions on arrays and scopes. */
final class Checks {
  private Checks() {}

  static void require(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new AssertionError(message.get());
    }
  }

  static void fp32(NDArray array, String what) {
    DataType type = array.getDataType();
    require(type == DataType.FLOAT32, () -> what + " must be fp32, not " + type);
  }

  static void plain(NDArray array, String what) {
    DataType type = array.getDataType();
    require(
        type == DataType.FLOAT32 || type.isInteger(),
        () -> what + " must be fp32 or integer, not " + type);
  }

  static void axes(NDArray array, int axes, String what) {
    Shape shape = array.getShape();
    require(shape.dimension() == axes, () -> what + " must have " + axes + " axes, not " + shape);
  }

  static void shape(NDArray array, Shape expected, String what) {
    Shape shape = array.getShape();
    require(shape.equals(expected), () -> what + " must be " + expected + ", not " + shape);
  }

  static void owner(NDArray array, NDManager expected, String what) {
    require(
        array.getManager() == expected,
        () -> what + " must belong to " + expected + ", not to " + array.getManager());
  }

  /** Runs a call that may leave at most so many arrays, and no scope, in a manager's tree. */
  static <T> T leaving(NDManager manager, int arrays, String what, Supplier<T> call) {
    NativeMemory before = NativeMemory.of(manager);
    T result = call.get();
    NativeMemory after = NativeMemory.of(manager);
    require(
        after.arrays() <= before.arrays() + arrays && after.scopes() <= before.scopes(),
        () -> what + " may leave " + arrays + " arrays: before " + before + ", after " + after);
    return result;
  }
}
