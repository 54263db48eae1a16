package org.sdvgen.runtime.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sdvgen.api.error.InputException;

/**
 * Replaces files so that at every moment, a crash or a full disk included, the file is either the
 * old one or the whole new one.
 */
public final class AtomicFile {
  /** Writes the new content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all bytes.
     *
     * @param channel open at position 0 of an empty file
     * @throws IOException if it cannot be written
     */
    void write(FileChannel channel) throws IOException;
  }

  /** Writes the new content by name, for libraries that open files themselves. */
  @FunctionalInterface
  public interface NamedContent {
    /**
     * Writes all bytes.
     *
     * @param temporary the name to write to, in the folder of the file to be replaced
     * @throws IOException if it cannot be written
     */
    void write(Path temporary) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a temporary file in the same folder, forces it to the disk, renames it and forces the
   * folder, as far as the drive can ({@link Forcing}).
   *
   * @param file the file to create or replace; its folder is created if need be
   * @param content writes its content
   * @throws InputException if it cannot be written, as on a full disk; an old file is then
   *     untouched and the temporary one removed
   */
  public static void write(Path file, Content content) {
    replace(
        file,
        temporary -> {
          try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING)) {
            content.write(channel);
          }
        });
  }

  /**
   * Does the same with content that is written by name.
   *
   * @param file the file to create or replace; its folder is created if need be
   * @param content writes its content
   * @throws InputException if it cannot be written; an old file is then untouched and the temporary
   *     one removed
   */
  public static void replace(Path file, NamedContent content) {
    try {
      Path folder = folderOf(file);
      Files.createDirectories(folder);
      // Not Files.createTempFile: its file could be read by nobody else.
      long process = ProcessHandle.current().pid();
      Path temporary = folder.resolve("." + file.getFileName() + "." + process + ".tmp");
      try {
        content.write(temporary);
        Forcing.file(temporary);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      Forcing.folder(folder);
    } catch (IOException e) {
      throw WriteFailure.of(
          file + " cannot be written", e, "; an earlier file of that name is untouched");
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new InputException(file + " is not the name of a file");
    }
    return folder;
  }
}
