package org.sdvgen.runtime.weights;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.torch.Tensors;

/** Writes safetensors files atomically, tensor after tensor in the order of the names. */
public final class SafetensorsWriter {
  /** Elements copied out of a tensor at a time. */
  private static final long PIECE = 16L << 20;

  private static final int ALIGNMENT = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SafetensorsWriter() {}

  /**
   * Creates or replaces a file.
   *
   * @param file the file
   * @param tensors tensors by name, of any precision on any device
   * @param metadata free text entries of the header
   * @throws org.sdvgen.api.error.InputException if the file cannot be written; an old file is then
   *     untouched
   */
  public static void write(
      Path file, Map<String, ? extends NDArray> tensors, Map<String, String> metadata) {
    SortedMap<String, NDArray> sorted = new TreeMap<>(tensors);
    byte[] header = header(sorted, metadata);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          writeAll(channel, length.putLong(header.length).flip());
          writeAll(channel, ByteBuffer.wrap(header));
          for (NDArray tensor : sorted.values()) {
            writeTensor(channel, tensor);
          }
        });
  }

  private static byte[] header(SortedMap<String, NDArray> tensors, Map<String, String> metadata) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode texts = root.putObject("__metadata__");
    texts.put("format", "pt");
    new TreeMap<>(metadata).forEach(texts::put);
    long position = 0;
    for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
      NDArray value = tensor.getValue();
      StoredType type = StoredType.ofScalarType(Tensors.scalarType(value));
      ObjectNode entry = root.putObject(tensor.getKey()).put("dtype", type.name());
      ArrayNode shape = entry.putArray("shape");
      for (long extent : value.getShape().getShape()) {
        shape.add(extent);
      }
      long end = position + value.size() * type.bytes();
      entry.putArray("data_offsets").add(position).add(end);
      position = end;
    }
    return padded(root);
  }

  /** The header ends on a multiple of eight bytes, filled with blanks, so that the data align. */
  private static byte[] padded(ObjectNode root) {
    try {
      byte[] json = JSON.writeValueAsBytes(root);
      int padding = Math.floorMod(-json.length, ALIGNMENT);
      byte[] blanks = " ".repeat(padding).getBytes(StandardCharsets.US_ASCII);
      return ByteBuffer.allocate(json.length + padding).put(json).put(blanks).array();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a header", e);
    }
  }

  private static void writeTensor(FileChannel channel, NDArray tensor) throws IOException {
    long size = tensor.size();
    for (long start = 0; start < size; start += PIECE) {
      writeAll(channel, Tensors.bytes(tensor, start, Math.min(PIECE, size - start)));
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
