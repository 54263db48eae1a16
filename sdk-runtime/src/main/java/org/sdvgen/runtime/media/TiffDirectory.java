package org.sdvgen.runtime.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first directory of a TIFF file (TIFF 6.0), which is also how EXIF data are laid out. Entries
 * that lie outside the data are left out, as unknown ones are.
 */
final class TiffDirectory {
  private static final int ORIENTATION = 0x0112;
  private static final int ICC_PROFILE = 0x8773;
  private static final int[] OFFSETS = {0x0111, 0x0144};
  private static final int[] BYTE_COUNTS = {0x0117, 0x0145};
  private static final int ENTRY_BYTES = 12;
  private static final int VERSION = 42;
  private static final int TYPE_SHORT = 3;
  private static final int TYPE_LONG = 4;

  /** Bytes of a value by its type: BYTE, ASCII, SHORT, LONG, RATIONAL, ... */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final ByteBuffer tiff;
  private final Map<Integer, Entry> entries = new HashMap<>();

  private record Entry(int type, int count, int at) {}

  private TiffDirectory(ByteBuffer tiff) {
    this.tiff = tiff;
  }

  /**
   * Reads a directory.
   *
   * @param data begins with the header
   * @return null if this is no TIFF header
   */
  static @Nullable TiffDirectory of(byte[] data) {
    if (data.length < 8 || data[0] != data[1] || (data[0] != 'I' && data[0] != 'M')) {
      return null;
    }
    ByteBuffer tiff =
        ByteBuffer.wrap(data)
            .order(data[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (tiff.getShort(2) != VERSION) {
      return null;
    }
    TiffDirectory directory = new TiffDirectory(tiff);
    directory.read(tiff.getInt(4) & 0xFFFFFFFFL);
    return directory;
  }

  private void read(long start) {
    if (start < 8 || start > tiff.limit() - 2) {
      return;
    }
    int count = tiff.getShort((int) start) & 0xFFFF;
    for (int i = 0; i < count; i++) {
      long at = start + 2 + (long) i * ENTRY_BYTES;
      if (at + ENTRY_BYTES > tiff.limit()) {
        return;
      }
      readEntry((int) at);
    }
  }

  private void readEntry(int at) {
    int type = tiff.getShort(at + 2) & 0xFFFF;
    long values = tiff.getInt(at + 4) & 0xFFFFFFFFL;
    if (type == 0 || type >= TYPE_BYTES.length) {
      return;
    }
    long bytes = values * TYPE_BYTES[type];
    // Up to four bytes stand in the entry itself.
    long place = bytes <= 4 ? at + 8 : tiff.getInt(at + 8) & 0xFFFFFFFFL;
    if (place + bytes <= tiff.limit()) {
      entries.putIfAbsent(tiff.getShort(at) & 0xFFFF, new Entry(type, (int) values, (int) place));
    }
  }

  /** Returns the value of tag 0x0112, which writers store as SHORT or LONG. */
  Orientation orientation() {
    Entry entry = entries.get(ORIENTATION);
    return entry == null || entry.count == 0 || !isWhole(entry)
        ? Orientation.NORMAL
        : Orientation.ofExif((int) value(entry, 0));
  }

  /** Returns the ICC profile that lies in the file, if there is one. */
  byte @Nullable [] iccProfile() {
    Entry entry = entries.get(ICC_PROFILE);
    return entry == null || TYPE_BYTES[entry.type] != 1 ? null : bytes(entry);
  }

  private byte[] bytes(Entry entry) {
    byte[] bytes = new byte[entry.count];
    tiff.get(entry.at, bytes);
    return bytes;
  }

  /** Returns whether all strips and tiles of the picture lie within the data. */
  boolean isComplete() {
    for (int kind = 0; kind < OFFSETS.length; kind++) {
      Entry offsets = entries.get(OFFSETS[kind]);
      Entry counts = entries.get(BYTE_COUNTS[kind]);
      if (offsets != null && counts != null && isWhole(offsets) && isWhole(counts)) {
        for (int i = 0; i < Math.min(offsets.count, counts.count); i++) {
          if (value(offsets, i) + value(counts, i) > tiff.limit()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean isWhole(Entry entry) {
    return entry.type == TYPE_SHORT || entry.type == TYPE_LONG;
  }

  private long value(Entry entry, int index) {
    return entry.type == TYPE_SHORT
        ? tiff.getShort(entry.at + 2 * index) & 0xFFFF
        : tiff.getInt(entry.at + 4 * index) & 0xFFFFFFFFL;
  }
}
