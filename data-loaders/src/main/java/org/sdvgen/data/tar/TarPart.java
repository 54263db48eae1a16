package org.sdvgen.data.tar;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sdvgen.api.error.InputException;

/**
 * A file inside an archive.
 *
 * @param archive the archive
 * @param name the file's name in it
 * @param start where its content begins, bytes
 * @param length its length, bytes
 */
public record TarPart(Path archive, String name, long start, long length) {
  /**
   * Reads the content.
   *
   * @return all bytes
   * @throws InputException if the archive is cut off or cannot be read
   */
  public byte[] read() {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(length));
    try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
      while (content.hasRemaining()) {
        if (channel.read(content, start + content.position()) < 0) {
          throw new EOFException("the archive is cut off");
        }
      }
      return content.array();
    } catch (IOException e) {
      throw new InputException(this + ": it cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns archive and name, for messages. */
  @Override
  public String toString() {
    return archive.getFileName() + "/" + name;
  }
}
