package org.sdvgen.cli.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command finds in the place of its result. */
final class EarlierFile {
  private EarlierFile() {}

  /**
   * Writes it under a second name, too. A program that replaces the file leaves the content that
   * has the second name; one that writes over it does not, nor would it leave the file whole if it
   * were killed.
   *
   * @param file the result's file
   * @param content its content
   * @return the second name
   */
  static Path twice(Path file, String content) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
    return Files.createLink(file.resolveSibling("second-name-of-" + file.getFileName()), file);
  }
}
