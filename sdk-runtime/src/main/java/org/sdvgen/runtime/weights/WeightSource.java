package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdvgen.runtime.torch.Precision;

/** Named tensors in files, read one by one when asked for. Used by one thread at a time. */
public interface WeightSource extends AutoCloseable {
  /** Returns the source of the tensors for messages: a file or a folder. */
  String description();

  /** Returns where every tensor lies, by name. */
  Map<String, TensorEntry> entries();

  /**
   * Reads one tensor.
   *
   * @param results manager that owns it and whose device it goes to
   * @param name its name
   * @param precision precision to convert it to
   * @return the tensor
   * @throws org.sdvgen.api.error.InputException if there is no such tensor or it cannot be read
   */
  NDArray read(NDManager results, String name, Precision precision);

  /**
   * Reads one tensor in the element type that it is stored in, as {@link #read} does.
   *
   * @param results manager that owns it and whose device it goes to
   * @param name its name
   * @return the tensor
   */
  NDArray readAsStored(NDManager results, String name);

  /**
   * Reads a part of a tensor's bytes as they are stored.
   *
   * @param name the tensor's name
   * @param start first byte, from the tensor's own
   * @param count number of bytes
   * @return a buffer with these bytes
   */
  ByteBuffer storedBytes(String name, long start, int count);

  /** Returns the shapes of all tensors by name. */
  default Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    entries().forEach((name, entry) -> shapes.put(name, entry.shape()));
    return shapes;
  }

  /** Returns the free text entries that the headers of all files have in common. */
  Map<String, String> metadata();

  /** Closes the files; tensors already read stay valid. */
  @Override
  void close();
}
