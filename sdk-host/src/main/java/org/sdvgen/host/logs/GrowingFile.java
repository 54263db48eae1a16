package org.sdvgen.host.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.Forcing;
import org.sdvgen.runtime.io.WriteFailure;

/** A file to whose end a run writes, record by record; one of {@link GrowingFiles}. */
final class GrowingFile implements AutoCloseable {
  private final Path path;
  private final RecordFormat format;
  private final FileChannel channel;

  private GrowingFile(Path path, RecordFormat format, FileChannel channel) {
    this.path = path;
    this.format = format;
    this.channel = channel;
  }

  /** Opens a file, or makes it. */
  static GrowingFile open(Path path, RecordFormat format) {
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new GrowingFile(path, format, channel);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Cuts off the records of a step and of later ones; new records follow the rest. */
  void cutBack(long firstStep) {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(path))) {
      channel.truncate(format.lengthBefore(content, firstStep));
      channel.position(channel.size());
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Whether nothing is in the file, as in a new one and where all was cut off. */
  boolean isEmpty() {
    try {
      return channel.size() == 0;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /**
   * Adds to the end.
   *
   * @param record one record or several
   * @throws InputException if the file cannot be written
   */
  void append(byte[] record) {
    ByteBuffer bytes = ByteBuffer.wrap(record);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Brings everything written to the disk. */
  void force() {
    try {
      Forcing.channel(channel, path);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static RuntimeException failure(Path path, IOException e) {
    return WriteFailure.of(path + ": the figures cannot be written", e, "");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }
}
