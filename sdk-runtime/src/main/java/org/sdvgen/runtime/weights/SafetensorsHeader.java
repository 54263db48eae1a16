package org.sdvgen.runtime.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdvgen.api.error.InputException;

/**
 * The checked header of a safetensors file: eight bytes with the length of a JSON object that maps
 * tensor names to dtype, shape and offsets; the data follow without overlap or gap.
 *
 * @param tensors entries by name, in the order of their bytes
 * @param metadata the free text entries of {@code __metadata__}
 */
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata) {
  /** The format's own limit, which keeps a damaged length from taking all memory. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  SafetensorsHeader {
    tensors = Collections.unmodifiableMap(tensors);
    metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * Reads and checks the header.
   *
   * @throws InputException if the file is not a whole and valid safetensors file
   */
  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw damaged(file, "it has " + size + " bytes, too few for a header");
    }
    long length = bytes(channel, 0, 8).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > size - 8) {
      throw damaged(file, "its first 8 bytes announce a header of " + length + " bytes in " + size);
    }
    JsonNode root = parse(file, bytes(channel, 8, (int) length).array());
    return new Reader(file, 8 + length, size).header(root);
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file was cut short while it was read");
      }
    }
    return buffer.flip();
  }

  private static JsonNode parse(Path file, byte[] json) {
    try {
      JsonNode root = StrictJson.parse(json);
      if (!root.isObject()) {
        throw damaged(file, "its header is not a JSON object");
      }
      return root;
    } catch (IOException e) {
      throw damaged(file, "its header is not valid JSON (" + e.getMessage() + ")");
    }
  }

  private static InputException damaged(Path file, String what) {
    return new InputException(
        file + " is not a valid safetensors file: " + what + "; fetch or convert it again");
  }

  /** Turns the parsed JSON of one file into entries, checking each. */
  private record Reader(Path file, long dataStart, long fileSize) {
    SafetensorsHeader header(JsonNode root) {
      List<TensorEntry> entries = new ArrayList<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      root.properties()
          .forEach(
              field -> {
                if (field.getKey().equals(METADATA)) {
                  metadata.putAll(metadata(field.getValue()));
                } else {
                  entries.add(entry(field.getKey(), field.getValue()));
                }
              });
      entries.sort(
          Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
      checkCoverage(entries);
      Map<String, TensorEntry> tensors = new LinkedHashMap<>();
      entries.forEach(entry -> tensors.put(entry.name(), entry));
      return new SafetensorsHeader(tensors, metadata);
    }

    private Map<String, String> metadata(JsonNode node) {
      Map<String, String> metadata = new LinkedHashMap<>();
      node.properties()
          .forEach(
              field -> {
                if (!field.getValue().isTextual()) {
                  throw damaged(file, "metadata entry " + field.getKey() + " is not a text");
                }
                metadata.put(field.getKey(), field.getValue().textValue());
              });
      return metadata;
    }

    private TensorEntry entry(String name, JsonNode node) {
      String dtype = node.path("dtype").asText();
      StoredType type =
          StoredType.named(dtype)
              .orElseThrow(
                  () ->
                      new InputException(
                          "%s: tensor %s has the dtype \"%s\", which is not read: convert it to one of %s"
                              .formatted(file, name, dtype, Arrays.toString(StoredType.values()))));
      Shape shape = new Shape(numbers(name, "shape", node));
      long[] offsets = offsets(name, node);
      if (!holds(offsets[1] - offsets[0], type, shape)) {
        throw damaged(
            file,
            String.format(
                Locale.ROOT,
                "tensor %s of type %s and shape %s has %d bytes",
                name,
                type,
                shape,
                offsets[1] - offsets[0]));
      }
      return new TensorEntry(name, type, shape, dataStart + offsets[0], dataStart + offsets[1]);
    }

    private long[] offsets(String name, JsonNode node) {
      long[] offsets = numbers(name, "data_offsets", node);
      if (offsets.length != 2 || offsets[0] > offsets[1]) {
        throw damaged(file, "tensor " + name + " has offsets " + Arrays.toString(offsets));
      }
      if (offsets[1] > fileSize - dataStart) {
        throw damaged(
            file,
            String.format(
                Locale.ROOT,
                "tensor %s ends at byte %d of %d: the file is cut short",
                name,
                offsets[1],
                fileSize - dataStart));
      }
      return offsets;
    }

    private long[] numbers(String name, String key, JsonNode node) {
      JsonNode array = node.path(key);
      long[] numbers = new long[array.size()];
      for (int i = 0; i < numbers.length; i++) {
        JsonNode number = array.get(i);
        if (number == null || !number.canConvertToLong() || !number.isIntegralNumber()) {
          throw damaged(file, "tensor " + name + " has the " + key + " " + array);
        }
        numbers[i] = number.longValue();
        if (numbers[i] < 0) {
          throw damaged(file, "tensor " + name + " has the " + key + " " + array);
        }
      }
      if (!array.isArray()) {
        throw damaged(file, "tensor " + name + " has no " + key);
      }
      return numbers;
    }

    private static boolean holds(long bytes, StoredType type, Shape shape) {
      try {
        long elements = type.bytes();
        for (long extent : shape.getShape()) {
          elements = Math.multiplyExact(elements, extent);
        }
        return elements == bytes;
      } catch (ArithmeticException e) {
        return false; // more bytes than any file has
      }
    }

    private void checkCoverage(List<TensorEntry> entries) {
      long position = dataStart;
      String previous = "the header";
      for (TensorEntry entry : entries) {
        if (entry.begin() != position) {
          String how = entry.begin() < position ? " overlaps " : " leaves a gap after ";
          throw damaged(file, "tensor " + entry.name() + how + previous);
        }
        position = entry.end();
        previous = "tensor " + entry.name();
      }
      if (position != fileSize) {
        throw damaged(file, (fileSize - position) + " bytes follow the last tensor");
      }
    }
  }
}
