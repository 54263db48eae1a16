package org.sdvgen.runtime.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes HEIF files box by box (ISO/IEC 23008-12) round pictures that are coded already, to reach
 * what writers of such files seldom use. Written independently of the code under test.
 */
final class TestHeif {
  private final List<Item> items = new ArrayList<>();
  private final List<byte[]> properties = new ArrayList<>();
  private final List<byte[]> references = new ArrayList<>();

  /** An item: its properties by their numbers, which begin with 1. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(String type, byte[] content, List<Integer> properties) {}

  /**
   * Adds an item; the first one is shown.
   *
   * @return its number
   */
  int item(String type, byte[] content, byte[]... itsProperties) {
    List<Integer> numbers = new ArrayList<>();
    for (byte[] property : itsProperties) {
      properties.add(property);
      numbers.add(properties.size());
    }
    items.add(new Item(type, content, numbers));
    return items.size();
  }

  /** Makes an item refer to others. */
  TestHeif refer(String type, int from, int... to) {
    references.add(box(type, shorts(from, to.length), shorts(to)));
    return this;
  }

  /** Adds the transparency of an item. */
  int alphaOf(int master, String type, byte[] content, byte[]... itsProperties) {
    byte[][] all = new byte[itsProperties.length + 1][];
    System.arraycopy(itsProperties, 0, all, 0, itsProperties.length);
    String kind = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0";
    all[itsProperties.length] = box("auxC", ints(0), ascii(kind));
    int alpha = item(type, content, all);
    refer("auxl", alpha, master);
    return alpha;
  }

  Path write(Path file) throws IOException {
    byte[] type = box("ftyp", ascii("mif1"), ints(0), ascii("mif1heic"));
    int contents = type.length + meta(0).length + 8;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    items.forEach(item -> data.writeBytes(item.content));
    return Files.write(file, joined(type, meta(contents), box("mdat", data.toByteArray())));
  }

  private byte[] meta(int contents) {
    return box(
        "meta",
        ints(0),
        box("hdlr", ints(0, 0), ascii("pict"), new byte[13]),
        box("pitm", ints(0), shorts(1)),
        box("iinf", ints(0), shorts(items.size()), each(this::entry)),
        box("iref", ints(0), joined(references.toArray(byte[][]::new))),
        box(
            "iprp",
            box("ipco", joined(properties.toArray(byte[][]::new))),
            box("ipma", ints(0, items.size()), each(this::associations))),
        box("iloc", ints(0), shorts(0x4400, items.size()), places(contents)));
  }

  private byte[] entry(int number) {
    byte[] type = ascii(items.get(number - 1).type);
    return box("infe", ints(2 << 24), shorts(number, 0), type, new byte[1]);
  }

  private byte[] associations(int number) {
    List<Integer> own = items.get(number - 1).properties;
    ByteBuffer list = ByteBuffer.allocate(3 + own.size());
    list.putShort((short) number).put((byte) own.size());
    own.forEach(property -> list.put(property.byteValue()));
    return list.array();
  }

  private byte[] places(int contents) {
    ByteArrayOutputStream places = new ByteArrayOutputStream();
    int at = contents;
    for (int number = 1; number <= items.size(); number++) {
      int length = items.get(number - 1).content.length;
      // In this file, one extent.
      places.writeBytes(joined(shorts(number, 0, 1), ints(at, length)));
      at += length;
    }
    return places.toByteArray();
  }

  private byte[] each(IntFunction<byte[]> part) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int number = 1; number <= items.size(); number++) {
      all.writeBytes(part.apply(number));
    }
    return all.toByteArray();
  }

  /** The size that the file gives for an item. */
  static byte[] size(int width, int height) {
    return box("ispe", ints(0, width, height));
  }

  static byte[] box(String type, byte[]... contents) {
    byte[] content = joined(contents);
    return joined(ints(8 + content.length), ascii(type), content);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }

  static byte[] shorts(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
