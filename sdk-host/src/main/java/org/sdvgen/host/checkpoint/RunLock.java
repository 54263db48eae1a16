package org.sdvgen.host.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Notices;

/**
 * The right to write into an output directory, which one process has at a time. The system takes
 * the lock back when the process ends, however it ends; the file {@code .lock} stays.
 */
public final class RunLock implements AutoCloseable {
  private static final String FILE = ".lock";

  /** Beyond the owner's number, which others may then read on every system. */
  private static final long LOCKED_BYTE = 1L << 30;

  private static final int LONGEST_NUMBER = 20;

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right. A drive without file locks, as some network drives are, does not keep others
   * out.
   *
   * @param outputDir the directory; made if it is not there
   * @param notices is told if the drive has no file locks
   * @return the right, which ends when it is closed
   * @throws InputException if another process has it, or the directory cannot be written
   */
  public static RunLock take(Path outputDir, Notices notices) {
    Path file = outputDir.resolve(FILE);
    try {
      Files.createDirectories(outputDir);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (isFree(channel, outputDir, notices)) {
        return new RunLock(signed(channel));
      }
      String owner = owner(channel);
      channel.close();
      throw new InputException(
          "%s is in use by another run (process %s): wait until it has ended, or choose another output_dir"
              .formatted(outputDir, owner));
    } catch (IOException e) {
      throw new InputException(
          "%s cannot be written (%s): check permissions, or choose another output_dir"
              .formatted(file, e),
          e);
    }
  }

  private static boolean isFree(FileChannel channel, Path outputDir, Notices notices)
      throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (ClosedChannelException e) {
      // An interrupt says nothing about the drive.
      throw e;
    } catch (IOException e) {
      notices.say(
          "%s: this drive has no file locks (%s): make sure that no other run writes into this folder"
              .formatted(outputDir, e.getMessage()));
      return true;
    }
  }

  private static FileChannel signed(FileChannel channel) throws IOException {
    String owner = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
    return channel;
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(LONGEST_NUMBER);
    channel.read(owner, 0);
    return StandardCharsets.US_ASCII.decode(owner.flip()).toString();
  }

  /** Gives the right back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close the lock", e);
    }
  }
}
