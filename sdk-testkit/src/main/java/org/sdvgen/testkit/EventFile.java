package org.sdvgen.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * Reads an event file as {@code tfrecord}, {@code event.proto} and {@code summary.proto} define it,
 * and shares no code with the writer.
 */
public final class EventFile {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private EventFile() {}

  /**
   * An event.
   *
   * @param time seconds since 1970
   * @param step its step
   * @param version the file's version, of the first event; else empty
   * @param scalars figures by tag
   * @param images PNG files by tag, as {@code HEIGHTxWIDTH/COLOURSPACE, BYTES}
   */
  public record Event(
      double time,
      long step,
      String version,
      Map<String, Float> scalars,
      Map<String, String> images) {}

  /**
   * Reads all events; a record that is damaged or cut off is an error.
   *
   * @param file the file
   * @return the events in their order
   */
  public static List<Event> read(Path file) {
    try {
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      List<Event> events = new ArrayList<>();
      while (content.hasRemaining()) {
        int length = Math.toIntExact(checked(content, Long.BYTES).getLong());
        events.add(event(checked(content, length)));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next bytes, behind which their masked CRC-32C stands. */
  private static ByteBuffer checked(ByteBuffer content, int length) {
    ByteBuffer data = part(content, length);
    CRC32C sum = new CRC32C();
    sum.update(data.duplicate());
    int masked = Integer.rotateRight((int) sum.getValue(), 15) + 0xA282EAD8;
    if (content.getInt() != masked) {
      throw new AssertionError("a record's sum is wrong, before byte " + content.position());
    }
    return data;
  }

  private static ByteBuffer part(ByteBuffer content, int length) {
    ByteBuffer part = content.slice(content.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    content.position(content.position() + length);
    return part;
  }

  private static Event event(ByteBuffer message) {
    double[] time = new double[1];
    long[] step = new long[1];
    StringBuilder version = new StringBuilder();
    Map<String, Float> scalars = new TreeMap<>();
    Map<String, String> images = new TreeMap<>();
    fields(
        message,
        (field, value) -> {
          switch (field) {
            case 1 -> time[0] = value.getDouble(0);
            case 2 -> step[0] = value.getLong(0);
            case 3 -> version.append(StandardCharsets.UTF_8.decode(value));
            case 5 -> fields(value, (one, summary) -> addValue(summary, scalars, images));
            default -> throw new AssertionError("a field of an event: " + field);
          }
        });
    return new Event(time[0], step[0], version.toString(), scalars, images);
  }

  private static void addValue(
      ByteBuffer message, Map<String, Float> scalars, Map<String, String> images) {
    StringBuilder tag = new StringBuilder();
    fields(
        message,
        (field, value) -> {
          switch (field) {
            case 1 -> tag.append(StandardCharsets.UTF_8.decode(value));
            case 2 -> scalars.put(tag.toString(), value.getFloat(0));
            case 4 -> images.put(tag.toString(), image(value));
            default -> throw new AssertionError("a field of a value: " + field);
          }
        });
  }

  private static String image(ByteBuffer message) {
    Map<Integer, Long> numbers = new TreeMap<>();
    fields(
        message,
        (field, value) ->
            numbers.put(field, field == 4 ? (long) value.remaining() : value.getLong(0)));
    return String.format(
        Locale.ROOT,
        "%dx%d/%d, %d",
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4));
  }

  /** Gives every field of a message with its value; a varint as eight bytes. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> field) {
    while (message.hasRemaining()) {
      int key = Math.toIntExact(varint(message));
      ByteBuffer value =
          switch (key & 7) {
            case VARINT -> number(varint(message));
            case FIXED64 -> part(message, Long.BYTES);
            case BYTES -> part(message, Math.toIntExact(varint(message)));
            case FIXED32 -> part(message, Integer.BYTES);
            default -> throw new AssertionError("a wire type: " + (key & 7));
          };
      field.accept(key >>> 3, value);
    }
  }

  private static ByteBuffer number(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = message.get();
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
