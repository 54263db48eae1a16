package org.sdvgen.runtime.io;

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
public final class Checksum {
  /** Digits of a checksum. */
  public static final int DIGITS = 8;

  private static final int BUFFER = 1 << 20;
  private static final int SPOTS = 4;
  private static final int SPOT = 1 << 16;

  private final CRC32C sum = new CRC32C();

  private Checksum() {}

  /**
   * The checksum of some bytes.
   *
   * @param bytes the bytes
   * @return their checksum
   */
  public static String of(byte[] bytes) {
    Checksum checksum = new Checksum();
    checksum.sum.update(bytes);
    return checksum.digits();
  }

  /**
   * The checksum of a file's content.
   *
   * @param file the file
   * @return its checksum
   * @throws InputException if it cannot be read, as from a bad sector; it names the file
   */
  public static String of(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      Checksum checksum = new Checksum();
      checksum.add(channel, 0, channel.size(), BUFFER);
      return checksum.digits();
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }

  /**
   * The checksum of a range of a file, or a sample that distinguishes such ranges: of more than 256
   * KiB only four pieces of 64 KiB are read, spread evenly from the first byte to the last.
   *
   * @param file the file
   * @param start where the range begins, bytes
   * @param length the range's length in bytes, within the file
   * @return its checksum
   * @throws InputException if it cannot be read; it names the file
   */
  public static String ofSpots(Path file, long start, long length) {
    try (FileChannel channel = FileChannel.open(file)) {
      Checksum checksum = new Checksum();
      if (length <= (long) SPOTS * SPOT) {
        checksum.add(channel, start, length, SPOT);
      } else {
        for (int i = 0; i < SPOTS; i++) {
          checksum.add(channel, start + (length - SPOT) * i / (SPOTS - 1), SPOT, SPOT);
        }
      }
      return checksum.digits();
    } catch (IOException e) {
      throw new InputException(file + " cannot be read: " + e, e);
    }
  }

  private void add(FileChannel channel, long start, long length, int atATime) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(length, atATime));
    long at = start;
    while (at < start + length) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), start + length - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("it ends early");
      }
      sum.update(buffer.flip());
      at += read;
    }
  }

  private String digits() {
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
