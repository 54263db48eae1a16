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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdvgen.runtime.io.AtomicFile;
import org.sdvgen.runtime.torch.Tensors;

/** Writes safetensors files atomically, tensor after tensor in the order of the names. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes the tensors of a file one after the other, so that no more than one is in memory. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes one tensor.
     *
     * @param name its name
     * @param sink takes its values, all of them
     * @throws IOException if they cannot be written
     */
    void write(String name, TensorSink sink) throws IOException;
  }

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
    Map<String, TensorLayout> layouts = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            layouts.put(
                name,
                new TensorLayout(
                    StoredType.ofScalarType(Tensors.scalarType(tensor)), tensor.getShape())));
    write(
        file,
        layouts,
        metadata,
        (name, sink) -> sink.write(Objects.requireNonNull(tensors.get(name), name)));
  }

  /**
   * Creates or replaces a file whose tensors are made while it is written.
   *
   * @param file the file
   * @param tensors how the tensors are stored, by name
   * @param metadata free text entries of the header
   * @param content writes them; asked in the order of the names
   * @throws org.sdvgen.api.error.InputException if the file cannot be written; an old file is then
   *     untouched
   */
  public static void write(
      Path file, Map<String, TensorLayout> tensors, Map<String, String> metadata, Content content) {
    SortedMap<String, TensorLayout> sorted = new TreeMap<>(tensors);
    byte[] header = header(sorted, metadata);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          writeAll(channel, length.putLong(header.length).flip());
          writeAll(channel, ByteBuffer.wrap(header));
          for (Map.Entry<String, TensorLayout> tensor : sorted.entrySet()) {
            TensorSink sink = new TensorSink(channel, tensor.getValue());
            content.write(tensor.getKey(), sink);
            sink.checkWhole(tensor.getKey());
          }
        });
  }

  private static byte[] header(
      SortedMap<String, TensorLayout> tensors, Map<String, String> metadata) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode texts = root.putObject("__metadata__");
    texts.put("format", "pt");
    new TreeMap<>(metadata).forEach(texts::put);
    long position = 0;
    for (Map.Entry<String, TensorLayout> tensor : tensors.entrySet()) {
      TensorLayout layout = tensor.getValue();
      ObjectNode entry = root.putObject(tensor.getKey()).put("dtype", layout.type().name());
      ArrayNode shape = entry.putArray("shape");
      for (long extent : layout.shape().getShape()) {
        shape.add(extent);
      }
      long end = position + layout.bytes();
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

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
