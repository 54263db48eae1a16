package org.sdvgen.runtime.media;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdvgen.api.error.InputException;

/**
 * The items of a HEIF file (ISO/IEC 23008-12), which AVIF is, too: pictures that are coded, or made
 * of others, with their properties and their references to each other.
 */
final class HeifItems {
  private final ByteBuffer file;
  private final String name;
  private final Map<Long, String> types = new HashMap<>();
  private final Map<Long, Place> places = new HashMap<>();
  private final Map<Long, List<IsoBox>> properties = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private ByteBuffer data = ByteBuffer.allocate(0);
  private long primary = -1;

  /** Where an item's bytes lie; in the box idat if the method is 1. */
  private record Place(int method, List<long[]> extents) {}

  private record Reference(String type, long from, List<Long> to) {}

  private HeifItems(ByteBuffer file, String name) {
    this.file = file;
    this.name = name;
  }

  /** Returns whether a file is of this family and holds items rather than a movie alone. */
  static boolean begin(byte[] file) {
    if (!PictureHead.startsWith(file, 4, "ftyp")) {
      return false;
    }
    try {
      List<IsoBox> boxes = IsoBox.all(ByteBuffer.wrap(file));
      return IsoBox.first(boxes, "meta").isPresent() && isPictures(boxes);
    } catch (IsoBox.CutOffException e) {
      // A movie that is cut off is one all the same; FFmpeg will say so.
      String brands =
          new String(file, 8, Math.min(file.length - 8, 32), StandardCharsets.ISO_8859_1);
      return brands.contains("mif1") || brands.contains("heic") || brands.contains("avif");
    }
  }

  private static boolean isPictures(List<IsoBox> boxes) {
    return IsoBox.first(boxes, "meta").orElseThrow().children(4).stream()
        .anyMatch(box -> box.type().equals("pitm"));
  }

  /**
   * Reads the items of a file.
   *
   * @param name names it in messages
   * @throws InputException if it is damaged or cut off
   */
  static HeifItems of(byte[] file, String name) {
    HeifItems items = new HeifItems(ByteBuffer.wrap(file), name);
    try {
      IsoBox meta = IsoBox.first(IsoBox.all(items.file), "meta").orElseThrow();
      items.read(meta.children(4));
    } catch (IsoBox.CutOffException | BufferUnderflowException | IndexOutOfBoundsException e) {
      throw items.refused(PictureHead.CUT_OFF, e);
    }
    if (!items.types.containsKey(items.primary)) {
      throw items.refused("its primary picture is missing", null);
    }
    return items;
  }

  private InputException refused(String reason, @Nullable Exception cause) {
    String message = name + ": no picture can be read from this file: " + reason;
    return cause == null ? new InputException(message) : new InputException(message, cause);
  }

  private void read(List<IsoBox> boxes) {
    for (IsoBox box : boxes) {
      switch (box.type()) {
        case "pitm" -> readPrimary(box.bytes());
        case "iinf" -> readTypes(box);
        case "iloc" -> readPlaces(box.bytes());
        case "iprp" -> readProperties(box.children(0));
        case "iref" -> readReferences(box);
        case "idat" -> data = box.bytes();
        default -> {
          // Nothing that pictures need.
        }
      }
    }
  }

  private void readPrimary(ByteBuffer box) {
    int version = box.getInt() >>> 24;
    primary = IsoBox.number(box, version == 0 ? 2 : 4);
  }

  private void readTypes(IsoBox iinf) {
    int version = iinf.bytes().getInt() >>> 24;
    for (IsoBox entry : iinf.children(version == 0 ? 6 : 8)) {
      ByteBuffer box = entry.bytes();
      int entryVersion = box.getInt() >>> 24;
      if (entryVersion >= 2) {
        long id = IsoBox.number(box, entryVersion == 2 ? 2 : 4);
        box.getShort();
        byte[] type = new byte[4];
        box.get(type);
        types.put(id, new String(type, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private void readPlaces(ByteBuffer box) {
    int version = box.getInt() >>> 24;
    int sizes = box.getShort() & 0xFFFF;
    long count = IsoBox.number(box, version < 2 ? 2 : 4);
    for (long i = 0; i < count; i++) {
      long id = IsoBox.number(box, version < 2 ? 2 : 4);
      int method = version == 0 ? 0 : box.getShort() & 0xF;
      box.getShort();
      long base = IsoBox.number(box, sizes >> 4 & 0xF);
      int extents = box.getShort() & 0xFFFF;
      List<long[]> ranges = new ArrayList<>();
      for (int extent = 0; extent < extents; extent++) {
        IsoBox.number(box, version == 0 ? 0 : sizes & 0xF);
        long offset = base + IsoBox.number(box, sizes >> 12);
        ranges.add(new long[] {offset, IsoBox.number(box, sizes >> 8 & 0xF)});
      }
      places.put(id, new Place(method, ranges));
    }
  }

  private void readProperties(List<IsoBox> boxes) {
    List<IsoBox> all =
        IsoBox.first(boxes, "ipco").orElseThrow(IsoBox.CutOffException::new).children(0);
    for (IsoBox ipma : boxes.stream().filter(box -> box.type().equals("ipma")).toList()) {
      ByteBuffer box = ipma.bytes();
      int head = box.getInt();
      long count = IsoBox.number(box, 4);
      for (long i = 0; i < count; i++) {
        long id = IsoBox.number(box, head >>> 24 < 1 ? 2 : 4);
        int associations = box.get() & 0xFF;
        for (int k = 0; k < associations; k++) {
          int index = (head & 1) == 0 ? box.get() & 0x7F : box.getShort() & 0x7FFF;
          if (index > 0) {
            properties.computeIfAbsent(id, none -> new ArrayList<>()).add(all.get(index - 1));
          }
        }
      }
    }
  }

  private void readReferences(IsoBox iref) {
    int bytes = iref.bytes().getInt() >>> 24 == 0 ? 2 : 4;
    for (IsoBox reference : iref.children(4)) {
      ByteBuffer box = reference.bytes();
      long from = IsoBox.number(box, bytes);
      int count = box.getShort() & 0xFFFF;
      List<Long> to = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        to.add(IsoBox.number(box, bytes));
      }
      references.add(new Reference(reference.type(), from, to));
    }
  }

  /** Returns the item that is to be shown. */
  long primary() {
    return primary;
  }

  /**
   * Returns an item's type, such as {@code hvc1} or {@code grid}; empty if there is no such item.
   */
  String type(long item) {
    return types.getOrDefault(item, "");
  }

  /** Returns the properties of an item in their order. */
  List<IsoBox> properties(long item) {
    return properties.getOrDefault(item, List.of());
  }

  /** Returns the first property of a type. */
  Optional<IsoBox> property(long item, String type) {
    return IsoBox.first(properties(item), type);
  }

  /** Returns the items that an item refers to. */
  List<Long> references(long item, String type) {
    return references.stream()
        .filter(reference -> reference.from == item && reference.type.equals(type))
        .flatMap(reference -> reference.to.stream())
        .toList();
  }

  /** Returns the items that refer to an item. */
  List<Long> referring(long item, String type) {
    return references.stream()
        .filter(reference -> reference.to.contains(item) && reference.type.equals(type))
        .map(Reference::from)
        .toList();
  }

  /**
   * Returns the bytes of an item.
   *
   * @throws InputException if they are not in the file
   */
  byte[] content(long item) {
    Place place = places.get(item);
    if (place == null || place.method > 1) {
      throw refused("the place of its item " + item + " is not known", null);
    }
    ByteBuffer from = place.method == 0 ? file : data;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (long[] extent : place.extents) {
      // A length of 0 means all there is.
      long length = extent[1] == 0 ? from.limit() - extent[0] : extent[1];
      if (extent[0] < 0 || length < 0 || extent[0] > from.limit() - length) {
        throw refused(PictureHead.CUT_OFF, null);
      }
      byte[] part = new byte[(int) length];
      from.slice((int) extent[0], part.length).get(part);
      content.writeBytes(part);
    }
    return content.toByteArray();
  }
}
