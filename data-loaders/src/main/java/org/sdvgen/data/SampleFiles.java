package org.sdvgen.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sdvgen.api.error.InputException;

/** Checks that look at no file's content. */
final class SampleFiles {
  private SampleFiles() {}

  /**
   * Makes sure that a file is there.
   *
   * @throws InputException if it is not
   */
  static void require(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
  }
}
