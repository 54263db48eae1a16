package org.sdvgen.runtime.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sdvgen.api.error.InputException;

/**
 * A file that appears complete or not at all: it is written under a temporary name beside its place
 * and renamed by {@link #commit}. Closing without that removes what was written.
 */
final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;

  /**
   * Prepares the place, making its folders.
   *
   * @param target the file to be written, replaced if it is there
   * @throws InputException if the folders cannot be made or written to
   */
  AtomicFile(Path target) {
    this.target = target.toAbsolutePath();
    Path folder = this.target.getParent();
    Path name = this.target.getFileName();
    if (folder == null || name == null) {
      throw new InputException(target + ": this is not the name of a file");
    }
    try {
      Files.createDirectories(folder);
      this.temporary = Files.createTempFile(folder, name + ".", ".tmp");
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Returns where to write. */
  Path temporary() {
    return temporary;
  }

  /** Puts the written file in its place. */
  void commit() {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Makes the error that says that the file could not be written. */
  InputException failure(IOException cause) {
    return new InputException(target + ": the file cannot be written: " + cause, cause);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
