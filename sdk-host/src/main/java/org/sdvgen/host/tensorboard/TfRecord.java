package org.sdvgen.host.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The framing of TensorFlow's record files: length (uint64), its masked CRC-32C, the data, their
 * masked CRC-32C, all little-endian.
 */
final class TfRecord {
  /** Bytes in front of the data. */
  static final int HEAD = Long.BYTES + Integer.BYTES;

  /** Bytes after them. */
  static final int FOOT = Integer.BYTES;

  private static final int MASK = 0xA282EAD8;

  private TfRecord() {}

  /** Frames data. */
  static byte[] of(byte[] data) {
    ByteBuffer record =
        ByteBuffer.allocate(HEAD + data.length + FOOT).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedSum(record.array(), 0, Long.BYTES));
    record.put(data);
    return record.putInt(maskedSum(data, 0, data.length)).array();
  }

  /** A sum as it is stored, so that the sum of data that hold sums stays good. */
  static int maskedSum(byte[] bytes, int offset, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, offset, length);
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }
}
