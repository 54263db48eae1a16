package org.sdvgen.host.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message in protobuf's wire format, field by field in the order of the calls: a varint of the
 * field's number and wire type, then its value.
 */
final class ProtoMessage {
  /** Bits of a number in each byte of a varint, the lowest first. */
  static final int VARINT_BITS = 7;

  /** The bits themselves; the one above them says that more bytes follow. */
  static final int SEVEN_BITS = 0x7F;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds an {@code int32} or {@code int64} that is not negative. */
  ProtoMessage integer(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds a {@code double}. */
  ProtoMessage float64(int field, double value) {
    tag(field, FIXED64);
    return raw(
        ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
  }

  /** Adds a {@code float}. */
  ProtoMessage float32(int field, float value) {
    tag(field, FIXED32);
    return raw(
        ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
  }

  /** Adds a {@code string}. */
  ProtoMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a message. */
  ProtoMessage message(int field, ProtoMessage value) {
    return bytes(field, value.toBytes());
  }

  /** Adds {@code bytes}. */
  ProtoMessage bytes(int field, byte[] value) {
    tag(field, BYTES);
    varint(value.length);
    return raw(value);
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    long left = value;
    while (left > SEVEN_BITS) {
      bytes.write((int) ((left & SEVEN_BITS) | (SEVEN_BITS + 1)));
      left >>>= VARINT_BITS;
    }
    bytes.write((int) left);
  }

  private ProtoMessage raw(byte[] value) {
    bytes.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
