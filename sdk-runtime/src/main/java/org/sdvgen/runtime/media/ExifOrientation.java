package org.sdvgen.runtime.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the EXIF orientation (tag 0x0112) in the bytes of a JPEG (segment APP1) or PNG (chunk eXIf)
 * file. {@code ImageIO} decodes both formats but does not turn the picture.
 */
final class ExifOrientation {
  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY_BYTES = 12;
  private static final byte[] EXIF_HEADER = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int PNG_SIGNATURE_BYTES = 8;
  private static final int JPEG_APP1 = 0xE1;
  private static final int JPEG_START_OF_SCAN = 0xDA;

  private ExifOrientation() {}

  /**
   * Returns the orientation that the file asks for; {@link Orientation#NORMAL} where it says
   * nothing.
   */
  static Orientation of(byte[] file) {
    ByteBuffer tiff = isJpeg(file) ? jpegTiff(file) : pngTiff(file);
    return tiff == null ? Orientation.NORMAL : Orientation.ofExif(orientationValue(tiff));
  }

  private static boolean isJpeg(byte[] file) {
    return file.length > 3 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8;
  }

  private static @Nullable ByteBuffer jpegTiff(byte[] file) {
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xFF) == 0xFF) {
      int marker = file[at + 1] & 0xFF;
      int length = (file[at + 2] & 0xFF) << 8 | (file[at + 3] & 0xFF);
      if (marker == JPEG_START_OF_SCAN || length < 2 || at + 2 + length > file.length) {
        return null;
      }
      int content = at + 4;
      int afterHeader = content + EXIF_HEADER.length;
      if (marker == JPEG_APP1
          && afterHeader <= at + 2 + length
          && Arrays.equals(file, content, afterHeader, EXIF_HEADER, 0, EXIF_HEADER.length)) {
        return ByteBuffer.wrap(file, afterHeader, at + 2 + length - afterHeader).slice();
      }
      at += 2 + length;
    }
    return null;
  }

  private static @Nullable ByteBuffer pngTiff(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    int at = PNG_SIGNATURE_BYTES;
    while (at + 8 <= file.length) {
      int length = png.getInt(at);
      if (length < 0 || length > file.length - at - 8) {
        return null;
      }
      if ("eXIf".equals(new String(file, at + 4, 4, StandardCharsets.US_ASCII))) {
        return ByteBuffer.wrap(file, at + 8, length).slice();
      }
      at += 8 + length + 4;
    }
    return null;
  }

  /** Reads the first directory of a TIFF header; 0 if it holds no well-formed orientation. */
  private static int orientationValue(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return 0;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > tiff.limit() - 2) {
      return 0;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + i * ENTRY_BYTES;
      if (at + ENTRY_BYTES > tiff.limit()) {
        return 0;
      }
      if ((tiff.getShort(at) & 0xFFFF) == TAG && tiff.getShort(at + 2) == TYPE_SHORT) {
        return tiff.getShort(at + 8) & 0xFFFF;
      }
    }
    return 0;
  }
}
