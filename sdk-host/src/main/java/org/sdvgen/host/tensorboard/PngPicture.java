package org.sdvgen.host.tensorboard;

import java.nio.ByteBuffer;

/** A picture as a PNG file's content. */
public final class PngPicture {
  /** The place of the size: after the signature and the first chunk's length and name. */
  private static final int SIZE = 16;

  private final byte[] file;

  /**
   * A picture.
   *
   * @param file the file's content; stays the caller's and is not changed
   */
  public PngPicture(byte[] file) {
    this.file = file;
  }

  /** The file's content. */
  byte[] file() {
    return file;
  }

  /** Width in pixels. */
  int width() {
    return ByteBuffer.wrap(file).getInt(SIZE);
  }

  /** Height in pixels. */
  int height() {
    return ByteBuffer.wrap(file).getInt(SIZE + Integer.BYTES);
  }
}
