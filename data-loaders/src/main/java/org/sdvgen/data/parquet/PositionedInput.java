package org.sdvgen.data.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file from some place on and knows how far it has come. */
final class PositionedInput extends InputStream {
  private static final int BUFFER = 4096;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long filled;

  PositionedInput(FileChannel channel, long position) {
    this.channel = channel;
    filled = position;
  }

  /** The place of the next byte. */
  long position() {
    return filled - buffer.remaining();
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(into, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int count = channel.read(buffer, filled);
    buffer.flip();
    filled += Math.max(0, count);
    return count > 0;
  }
}
