package org.sdvgen.runtime.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes safetensors files byte by byte, so that they can be wrong. */
final class RawSafetensors {
  private RawSafetensors() {}

  static Path write(Path file, String header, byte... data) {
    return write(file, header.getBytes(StandardCharsets.UTF_8).length, header, data);
  }

  static Path write(Path file, long announced, String header, byte... data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(announced).put(json).put(data);
    try {
      return Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String entry(String name, String dtype, String shape, long begin, long end) {
    return String.format(
        Locale.ROOT,
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        name,
        dtype,
        shape,
        begin,
        end);
  }
}
