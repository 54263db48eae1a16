package org.sdvgen.runtime.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that change when a file is written again or replaced.
 *
 * @param modified when it was written last
 * @param size its bytes
 * @param key what the file system knows it by; null where there is no such thing
 */
public record FileState(FileTime modified, long size, @Nullable Object key) {
  /**
   * Looks at a file.
   *
   * @param file the file
   * @return its state; empty if it is not there
   */
  public static Optional<FileState> of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new FileState(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Tells whether a file was written to in its place; another one under its name is no change.
   *
   * @param earlier the file's state before
   * @return whether it is the same file with other content
   */
  public boolean isRewritten(FileState earlier) {
    return Objects.equals(key, earlier.key) && !equals(earlier);
  }
}
