package org.sdvgen.runtime.media;

import java.util.Optional;

/** The blocks of a GIF file (GIF89a) up to its first picture. */
final class GifBlocks {
  private static final int SCREEN_END = 13;
  private static final int IMAGE = 0x2C;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE_HEADER = 10;

  private final byte[] file;

  private GifBlocks(byte[] file) {
    this.file = file;
  }

  /** Finds out whether the first picture is whole. */
  static PictureHead of(byte[] file) {
    boolean whole = new GifBlocks(file).holdsPicture();
    return new PictureHead(
        Orientation.NORMAL,
        ColorTag.NONE,
        whole ? Optional.empty() : Optional.of(PictureHead.CUT_OFF));
  }

  private boolean holdsPicture() {
    int at = SCREEN_END + tableBytes(byteAt(10));
    while (byteAt(at) == EXTENSION) {
      at = afterBlocks(at + 2);
    }
    if (byteAt(at) != IMAGE) {
      return false;
    }
    int data = at + IMAGE_HEADER + tableBytes(byteAt(at + IMAGE_HEADER - 1)) + 1;
    return afterBlocks(data) <= file.length;
  }

  /** Passes over blocks, each a length and so many bytes; the last one is empty. */
  private int afterBlocks(int from) {
    int at = from;
    while (byteAt(at) > 0) {
      at += byteAt(at) + 1;
    }
    return byteAt(at) < 0 ? Integer.MAX_VALUE : at + 1;
  }

  private static int tableBytes(int flags) {
    return flags >= 0 && (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
  }

  /** Returns a byte; -1 beyond the end. */
  private int byteAt(int place) {
    return place >= 0 && place < file.length ? file[place] & 0xFF : -1;
  }
}
