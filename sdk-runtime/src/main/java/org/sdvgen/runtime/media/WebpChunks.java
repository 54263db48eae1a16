package org.sdvgen.runtime.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunks of a WebP file (RFC 9649). */
final class WebpChunks {
  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;

  private final byte[] file;
  private final List<Frame> frames = new ArrayList<>();
  private Orientation orientation = Orientation.NORMAL;
  private byte @Nullable [] icc;
  private @Nullable String fault;
  private int canvasWidth;
  private int canvasHeight;

  /**
   * A frame of an animation.
   *
   * @param left columns from the canvas's left edge
   * @param top rows from the canvas's top edge
   * @param width in pixels
   * @param height in pixels
   * @param millis how long it is shown
   * @param blend whether it is drawn over the canvas instead of replacing its part
   * @param dispose whether its place becomes transparent afterwards
   * @param still a WebP file with this frame alone
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(
      int left,
      int top,
      int width,
      int height,
      int millis,
      boolean blend,
      boolean dispose,
      byte[] still) {}

  private WebpChunks(byte[] file) {
    this.file = file;
  }

  /** Returns whether the file begins as a WebP file does. */
  static boolean begin(byte[] file) {
    return PictureHead.startsWith(file, 0, "RIFF") && PictureHead.startsWith(file, 8, "WEBP");
  }

  /** Reads the chunks of a file. */
  static WebpChunks of(byte[] file) {
    WebpChunks chunks = new WebpChunks(file);
    chunks.read();
    return chunks;
  }

  PictureHead head() {
    return new PictureHead(orientation, new ColorTag(icc, null), Optional.ofNullable(fault));
  }

  /** Returns the frames of an animation; none of a still picture. */
  List<Frame> frames() {
    return frames;
  }

  /** Returns the width of an animation. */
  int canvasWidth() {
    return canvasWidth;
  }

  /** Returns the height of an animation. */
  int canvasHeight() {
    return canvasHeight;
  }

  private void read() {
    long end = HEADER - 4L + unsigned(4, 4);
    if (end > file.length) {
      fault = PictureHead.CUT_OFF;
    }
    int at = HEADER;
    while (at + CHUNK_HEADER <= file.length) {
      long size = unsigned(at + 4, 4);
      if (size > file.length - at - CHUNK_HEADER) {
        fault = PictureHead.CUT_OFF;
        return;
      }
      chunk(new String(file, at, 4, StandardCharsets.ISO_8859_1), at + CHUNK_HEADER, (int) size);
      at += CHUNK_HEADER + (int) (size + size % 2);
    }
  }

  private void chunk(String type, int from, int size) {
    if (type.equals("EXIF")) {
      orientation = PictureHead.exifOrientation(Arrays.copyOfRange(file, from, from + size));
    } else if (type.equals("ICCP")) {
      icc = Arrays.copyOfRange(file, from, from + size);
    } else if (type.equals("VP8X") && size >= 10) {
      canvasWidth = (int) unsigned(from + 4, 3) + 1;
      canvasHeight = (int) unsigned(from + 7, 3) + 1;
    } else if (type.equals("ANMF") && size > FRAME_HEADER) {
      frames.add(frame(from, size));
    }
  }

  private Frame frame(int from, int size) {
    int flags = file[from + 15];
    int width = (int) unsigned(from + 6, 3) + 1;
    int height = (int) unsigned(from + 9, 3) + 1;
    return new Frame(
        2 * (int) unsigned(from, 3),
        2 * (int) unsigned(from + 3, 3),
        width,
        height,
        (int) unsigned(from + 12, 3),
        (flags & 2) == 0,
        (flags & 1) != 0,
        still(width, height, from + FRAME_HEADER, size - FRAME_HEADER));
  }

  /** A file of its own: the extended header, which alone allows an alpha chunk, and the chunks. */
  private byte[] still(int width, int height, int from, int size) {
    boolean alpha = PictureHead.startsWith(file, from, "ALPH");
    int extended = alpha ? CHUNK_HEADER + 10 : 0;
    ByteBuffer still = ByteBuffer.allocate(HEADER + extended + size).order(ByteOrder.LITTLE_ENDIAN);
    still.put(ascii("RIFF")).putInt(still.capacity() - 8).put(ascii("WEBP"));
    if (alpha) {
      still.put(ascii("VP8X")).putInt(10).putInt(0x10);
      put3(still, width - 1);
      put3(still, height - 1);
    }
    return still.put(file, from, size).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put3(ByteBuffer to, int value) {
    to.putShort((short) value).put((byte) (value >> 16));
  }

  private long unsigned(int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (file[at + i] & 0xFF);
    }
    return value;
  }
}
