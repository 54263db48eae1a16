package org.sdvgen.runtime.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.sdvgen.api.random.DrawKey;
import org.sdvgen.api.random.Draws;
import org.sdvgen.runtime.weights.TensorSink;

/**
 * Random weights that keep activations at about unit size: biases 0, factors 1, matrices and
 * kernels by the number of their inputs.
 */
public final class RandomWeights {
  /** How many normal numbers the tensors of a large model are made of; two bytes choose one. */
  private static final int POOL = 1 << 16;

  /** Bytes written at a time. */
  private static final int PIECE = 1 << 20;

  private static final int BF16_SHIFT = 16;

  private final long seed;
  private float[] pool = {};

  /**
   * Weights of a seed.
   *
   * @param seed every value is a function of it and of its tensor's name
   */
  public RandomWeights(long seed) {
    this.seed = seed;
  }

  /**
   * Draws one tensor.
   *
   * @param results owns it
   * @param name its name in the checkpoint
   * @param shape its shape
   * @return the tensor, fp32
   */
  public NDArray draw(NDManager results, String name, Shape shape) {
    if (isBias(name)) {
      return results.zeros(shape);
    }
    if (isFactor(shape)) {
      return results.ones(shape);
    }
    float[] values = Draws.seeded().normals(key(name), Math.toIntExact(shape.size()));
    float std = deviation(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] *= std;
    }
    return results.create(values, shape);
  }

  /**
   * Writes one tensor in bf16, at about the speed of a drive: matrices and kernels are chosen at
   * random from 65,536 normal numbers.
   *
   * @param sink takes the tensor
   * @param name its name in the checkpoint
   * @param shape its shape
   * @throws IOException if it cannot be written
   */
  void writeBf16(TensorSink sink, String name, Shape shape) throws IOException {
    if (isBias(name) || isFactor(shape)) {
      short value = isBias(name) ? 0 : bf16(1);
      write(sink, shape.size(), () -> value * 0x0001_0001_0001_0001L);
      return;
    }
    short[] numbers = numbers(deviation(shape));
    SplittableRandom random = new SplittableRandom(key(name).mixed());
    write(
        sink,
        shape.size(),
        () -> {
          long bits = random.nextLong();
          return (numbers[(int) bits & 0xffff] & 0xffffL)
              | ((numbers[(int) (bits >>> 16) & 0xffff] & 0xffffL) << 16)
              | ((numbers[(int) (bits >>> 32) & 0xffff] & 0xffffL) << 32)
              | ((numbers[(int) (bits >>> 48) & 0xffff] & 0xffffL) << 48);
        });
  }

  /** Gives four values at a time. */
  private interface Four {
    long next();
  }

  private static void write(TensorSink sink, long count, Four values) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = count * Short.BYTES;
    for (long at = 0; at < bytes; at += PIECE) {
      int length = (int) Math.min(PIECE, bytes - at);
      buffer.clear();
      for (int i = 0; i < length; i += Long.BYTES) {
        buffer.putLong(values.next());
      }
      sink.write(buffer.flip().limit(length));
    }
  }

  private short[] numbers(float std) {
    if (pool.length == 0) {
      pool = Draws.seeded().normals(key("pool"), POOL);
    }
    short[] numbers = new short[POOL];
    for (int i = 0; i < POOL; i++) {
      numbers[i] = bf16(pool[i] * std);
    }
    return numbers;
  }

  /** Rounds a finite number to the nearest one of bf16, of two as near to the even one. */
  private static short bf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int even = (bits >>> BF16_SHIFT) & 1;
    return (short) ((bits + 0x7fff + even) >>> BF16_SHIFT);
  }

  private static boolean isBias(String name) {
    return name.endsWith(".bias");
  }

  /** One value per channel: the factors of a norm. */
  private static boolean isFactor(Shape shape) {
    return shape.size() == shape.get(0);
  }

  private static float deviation(Shape shape) {
    double inputs = (double) shape.size() / shape.get(0);
    return (float) (1 / Math.sqrt(inputs));
  }

  private DrawKey key(String name) {
    return new DrawKey(seed, 0, 0, "weight/" + name);
  }
}
