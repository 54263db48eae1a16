package org.sdvgen.runtime.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sdvgen.api.error.InputException;

/**
 * Knows the small text files that a clone holds in place of large ones until Git LFS has fetched
 * them (<a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">specification</a>).
 */
public final class GitLfs {
  private static final byte[] BEGINNING =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  /** By its specification a pointer is smaller than this, in bytes. */
  private static final long SMALLER_THAN = 1024;

  private GitLfs() {}

  /**
   * Makes sure that a file is not such a pointer. Only small files are opened.
   *
   * @param file any file, which need not be there
   * @throws InputException if it is a pointer
   */
  public static void refusePointer(Path file) {
    if (isPointer(file)) {
      throw new InputException(
          file
              + ": this is a Git LFS pointer and not the file itself: run git lfs pull in its"
              + " folder, or download the file");
    }
  }

  private static boolean isPointer(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) >= SMALLER_THAN) {
        return false;
      }
      try (InputStream input = Files.newInputStream(file)) {
        return Arrays.equals(input.readNBytes(BEGINNING.length), BEGINNING);
      }
    } catch (IOException e) {
      // Whoever reads the file says what is wrong with it.
      return false;
    }
  }
}
