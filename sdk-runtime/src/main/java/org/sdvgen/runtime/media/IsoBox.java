package org.sdvgen.runtime.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box of a file in the ISO base media format (ISO/IEC 14496-12).
 *
 * @param type four characters
 * @param content the bytes after the header; numbers are big-endian
 */
record IsoBox(String type, ByteBuffer content) {
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 16;

  /** A box that ends beyond its parent. */
  static final class CutOffException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Reads boxes one behind the other.
   *
   * @param data nothing but boxes
   * @throws CutOffException if the last one is not whole
   */
  static List<IsoBox> all(ByteBuffer data) {
    List<IsoBox> boxes = new ArrayList<>();
    ByteBuffer rest = data.slice();
    while (rest.remaining() >= HEADER) {
      int begin = rest.position();
      long size = rest.getInt() & 0xFFFFFFFFL;
      byte[] type = new byte[4];
      rest.get(type);
      int header = HEADER;
      if (size == 1) {
        if (rest.remaining() < HEADER) {
          throw new CutOffException();
        }
        size = rest.getLong();
        header = LONG_HEADER;
      } else if (size == 0) {
        size = (long) rest.limit() - begin;
      }
      if (size < header || size > rest.limit() - begin) {
        throw new CutOffException();
      }
      boxes.add(
          new IsoBox(
              new String(type, StandardCharsets.ISO_8859_1),
              rest.slice(begin + header, (int) size - header)));
      rest.position(begin + (int) size);
    }
    return boxes;
  }

  /** Finds the first box of a type. */
  static Optional<IsoBox> first(List<IsoBox> boxes, String type) {
    return boxes.stream().filter(box -> box.type.equals(type)).findFirst();
  }

  /** Returns a view of the content from its beginning. */
  ByteBuffer bytes() {
    return content.slice();
  }

  /** Returns the boxes within, behind so many bytes. */
  List<IsoBox> children(int behind) {
    if (content.limit() < behind) {
      throw new CutOffException();
    }
    return all(content.slice(behind, content.limit() - behind));
  }

  /** Reads an unsigned number of 0, 2, 4 or 8 bytes. */
  static long number(ByteBuffer from, int bytes) {
    return switch (bytes) {
      case 0 -> 0;
      case 2 -> from.getShort() & 0xFFFF;
      case 4 -> from.getInt() & 0xFFFFFFFFL;
      default -> from.getLong();
    };
  }
}
