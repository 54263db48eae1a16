package org.sdvgen.host.tensorboard;

import java.nio.ByteBuffer;

/**
 * A picture as a PNG file's content.
 *
 * @param file the content
 */
public record PngPicture(byte[] file) {
  /** Where the header says the size: behind the signature and the first chunk's length and name. */
  private static final int SIZE = 16;

  /** Columns in pixels. */
  int width() {
    return ByteBuffer.wrap(file).getInt(SIZE);
  }

  /** Rows in pixels. */
  int height() {
    return ByteBuffer.wrap(file).getInt(SIZE + Integer.BYTES);
  }
}
