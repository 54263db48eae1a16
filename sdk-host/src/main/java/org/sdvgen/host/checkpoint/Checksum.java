package org.sdvgen.host.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.sdvgen.api.error.InputException;

/**
 * Checksums against damage: CRC-32C, eight hexadecimal digits. Processors compute it about as fast
 * as memory is read, and checkpoints have many gigabytes; nobody is kept from forging one.
 */
final class Checksum {
  /** Digits of a checksum. */
  static final int DIGITS = 8;

  private static final int PIECE = 1 << 20;

  private Checksum() {}

  /**
   * The checksum of a file's content.
   *
   * @param file the file
   * @return its checksum
   * @throws InputException if it cannot be read, as from a bad sector; it names the file
   */
  static String of(Path file) {
    CRC32C sum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece) >= 0) {
        sum.update(piece.flip());
        piece.clear();
      }
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
    return digits(sum);
  }

  /**
   * The checksum of some bytes.
   *
   * @param bytes the bytes
   * @return their checksum
   */
  static String of(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return digits(sum);
  }

  private static String digits(CRC32C sum) {
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
