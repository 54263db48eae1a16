package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.sdvgen.runtime.torch.Tensors;

/** Takes the values of one tensor of a file that is being written. */
public final class TensorSink {
  /** Elements copied out of a tensor at a time. */
  private static final long PIECE = 16L << 20;

  private final FileChannel channel;
  private final TensorLayout layout;
  private long written;

  TensorSink(FileChannel channel, TensorLayout layout) {
    this.channel = channel;
    this.layout = layout;
  }

  /**
   * Appends bytes of the tensor.
   *
   * @param bytes little-endian values; all that remain are taken
   * @throws IOException if they cannot be written
   */
  public void write(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Appends the whole tensor.
   *
   * @param tensor of the type and shape that the file's header gives it, on any device
   * @throws IOException if it cannot be written
   */
  public void write(NDArray tensor) throws IOException {
    StoredType type = StoredType.ofScalarType(Tensors.scalarType(tensor));
    if (type != layout.type() || !tensor.getShape().equals(layout.shape())) {
      throw new IllegalStateException(
          "a tensor of %s %s in place of %s %s"
              .formatted(type, tensor.getShape(), layout.type(), layout.shape()));
    }
    long size = tensor.size();
    for (long start = 0; start < size; start += PIECE) {
      write(Tensors.bytes(tensor, start, Math.min(PIECE, size - start)));
    }
  }

  /** Returns the size of the whole tensor in bytes. */
  public long bytes() {
    return layout.bytes();
  }

  void checkWhole(String name) {
    if (written != layout.bytes()) {
      throw new IllegalStateException(
          name + " has " + written + " bytes in place of " + layout.bytes());
    }
  }
}
