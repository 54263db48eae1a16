package org.sdvgen.runtime.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The operations on whole tensors that DJL cannot do: raw bytes in any format, and everything on
 * bf16, which DJL itself must never be asked to create or convert.
 */
public final class Tensors {
  private static final TorchProgram PROGRAM =
      TorchProgram.compile(Script.resource(Tensors.class, "tensors"));

  private Tensors() {}

  /**
   * Creates an uninitialised tensor on the manager's device.
   *
   * @param results manager that owns it
   * @param shape its shape
   * @param scalarType its element type, a {@code c10::ScalarType} number
   * @return the tensor
   */
  public static NDArray empty(NDManager results, Shape shape, int scalarType) {
    try (NDManager scratch = results.newSubManager();
        NDManager host = scratch.newSubManager(Devices.cpu())) {
      Arguments arguments =
          Arguments.of(scratch.create(new Shape(0), DataType.FLOAT32))
              .tensor(host.create(shape.getShape()))
              .scalar(scalarType);
      return PROGRAM.callOne(results, "empty", arguments);
    }
  }

  /**
   * Creates a buffer in native memory that is freed with its manager, unlike one of Java's, which
   * waits for a garbage collection.
   *
   * @param owner manager that owns it; the buffer must not be used when that is closed
   * @param size bytes
   * @return a direct buffer with undefined content
   */
  public static ByteBuffer bytes(NDManager owner, int size) {
    NDArray array = owner.create(new Shape(Math.max(1, size)), DataType.UINT8, Devices.cpu());
    return JniUtils.getByteBuffer((PtNDArray) array, true).limit(size);
  }

  /**
   * Writes values given as raw little-endian bytes into a part of a tensor, converting them to its
   * precision and moving them to its device.
   *
   * @param target contiguous tensor to write into
   * @param start index of the first element to write, in row-major order
   * @param bytes direct buffer with whole elements between its position and limit
   * @param scalarType element type of the bytes, a {@code c10::ScalarType} number
   */
  public static void fill(NDArray target, long start, ByteBuffer bytes, int scalarType) {
    try (NDManager scratch = target.getManager().newSubManager(Devices.cpu())) {
      NDArray raw = scratch.create(bytes, new Shape(bytes.remaining()), DataType.UINT8);
      PROGRAM.call(
          scratch, "fill", Arguments.of(target).scalar(start).tensor(raw).scalar(scalarType));
    }
  }

  /**
   * Reads a part of a tensor as raw little-endian bytes in its own element type.
   *
   * @param tensor tensor of any precision on any device
   * @param start index of the first element, in row-major order
   * @param count number of elements
   * @return a heap buffer with their bytes
   */
  public static ByteBuffer bytes(NDArray tensor, long start, long count) {
    try (NDManager scratch = tensor.getManager().newSubManager(Devices.cpu())) {
      return PROGRAM
          .callOne(scratch, "raw", Arguments.of(tensor).scalar(start).scalar(count))
          .toByteBuffer();
    }
  }

  /**
   * Converts a tensor's precision.
   *
   * @param results manager that owns the result
   * @param tensor tensor of any precision
   * @param precision the wanted precision
   * @return a new tensor on the same device
   */
  public static NDArray cast(NDManager results, NDArray tensor, Precision precision) {
    Arguments arguments = Arguments.of(tensor).scalar(precision.scalarType());
    return PROGRAM.callOne(results, "cast", arguments);
  }

  /**
   * Copies a tensor to another device in its own precision.
   *
   * @param results manager that owns the result
   * @param tensor tensor of any precision
   * @param device the wanted device
   * @return a new tensor
   */
  public static NDArray toDevice(NDManager results, NDArray tensor, Device device) {
    try (NDManager scratch = results.newSubManager(device)) {
      NDArray place = scratch.create(new Shape(0), DataType.FLOAT32);
      return PROGRAM.callOne(results, "to_device", Arguments.of(tensor).tensor(place));
    }
  }

  /**
   * Overwrites a tensor in place, converting to its precision and device.
   *
   * @param target tensor to overwrite
   * @param source tensor of the same shape
   */
  public static void copy(NDArray target, NDArray source) {
    if (!target.getShape().equals(source.getShape())) {
      throw new IllegalArgumentException(target.getShape() + " is not " + source.getShape());
    }
    try (NDManager scratch = target.getManager().newSubManager()) {
      PROGRAM.call(scratch, "copy", Arguments.of(target).tensor(source));
    }
  }

  /**
   * Picks rows of a tensor's first axis.
   *
   * @param results manager that owns the result
   * @param tensor tensor of any precision
   * @param index which rows, int64
   * @return a new tensor
   */
  public static NDArray select(NDManager results, NDArray tensor, NDArray index) {
    return PROGRAM.callOne(results, "select", Arguments.of(tensor).tensor(index));
  }

  /**
   * Puts tensors behind each other along their first axis and picks rows of the whole.
   *
   * @param results manager that owns the result
   * @param parts tensors of any one precision
   * @param index which rows, int64
   * @return a new tensor
   */
  public static NDArray join(NDManager results, List<NDArray> parts, NDArray index) {
    return PROGRAM.callOne(results, "join", Arguments.none().list(parts).tensor(index));
  }

  /** Returns a tensor's element type as a {@code c10::ScalarType} number. */
  public static int scalarType(NDArray tensor) {
    try (NDManager scratch = tensor.getManager().newSubManager(Devices.cpu())) {
      NDArray type = PROGRAM.callOne(scratch, "scalar_type", Arguments.of(tensor));
      return Math.toIntExact(type.getLong());
    }
  }

  /** Returns whether a tensor holds neither a NaN nor an infinity. */
  public static boolean isFinite(NDArray tensor) {
    try (NDManager scratch = tensor.getManager().newSubManager()) {
      return PROGRAM.callOne(scratch, "is_finite", Arguments.of(tensor)).getBoolean();
    }
  }
}
