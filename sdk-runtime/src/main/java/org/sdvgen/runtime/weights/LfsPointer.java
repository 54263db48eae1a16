package org.sdvgen.runtime.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sdvgen.api.error.InputException;

/** The few lines that Git leaves in a file's place where its large file storage was not fetched. */
public final class LfsPointer {
  private static final byte[] START =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private LfsPointer() {}

  /**
   * Refuses a file that is such a pointer.
   *
   * @param file an existing file
   * @throws InputException if it is one
   * @throws IOException if it cannot be read
   */
  public static void refuse(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(START.length), START)) {
        throw new InputException(
            file
                + " is a Git LFS pointer, not the file itself: run 'git lfs pull' in its repository,"
                + " or fetch it with 'hf download'");
      }
    }
  }
}
