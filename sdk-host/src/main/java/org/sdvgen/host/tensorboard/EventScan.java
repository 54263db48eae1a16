package org.sdvgen.host.tensorboard;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Looks through the records that {@link Events} makes for the place where a step begins. */
public final class EventScan {
  /** The place of an event's step: after the time and the field's tag. */
  private static final int STEP_AT = 1 + Double.BYTES + 1;

  private static final int STEP_TAG = 0x10;

  private EventScan() {}

  /**
   * Measures the records of earlier steps.
   *
   * @param content the whole file, buffered
   * @param step the step that comes next
   * @return bytes in front of the first record that is of this step or a later one, or that is not
   *     whole
   * @throws IOException if the content cannot be read
   */
  public static long lengthBefore(InputStream content, long step) throws IOException {
    DataInputStream input = new DataInputStream(content);
    long length = 0;
    byte[] data = next(input);
    while (data.length > 0 && stepOf(data) < step) {
      length += TfRecord.HEAD + data.length + TfRecord.FOOT;
      data = next(input);
    }
    return length;
  }

  /** The data of the next record; empty where no whole record follows. */
  private static byte[] next(DataInputStream input) throws IOException {
    try {
      byte[] head = new byte[TfRecord.HEAD];
      input.readFully(head);
      ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      if (fields.getInt(Long.BYTES) != TfRecord.maskedSum(head, 0, Long.BYTES)) {
        return new byte[0];
      }
      byte[] data = input.readNBytes(Math.toIntExact(fields.getLong(0)));
      int sum = Integer.reverseBytes(input.readInt());
      return sum == TfRecord.maskedSum(data, 0, data.length) ? data : new byte[0];
    } catch (EOFException e) {
      return new byte[0];
    }
  }

  private static long stepOf(byte[] event) {
    if (event.length <= STEP_AT || event[STEP_AT - 1] != STEP_TAG) {
      return Long.MAX_VALUE;
    }
    long step = 0;
    int shift = 0;
    for (int at = STEP_AT; at < event.length; at++) {
      step |= (long) (event[at] & ProtoMessage.SEVEN_BITS) << shift;
      if (event[at] >= 0) {
        return step;
      }
      shift += ProtoMessage.VARINT_BITS;
    }
    return Long.MAX_VALUE;
  }
}
