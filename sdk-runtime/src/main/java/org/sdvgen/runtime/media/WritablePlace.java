package org.sdvgen.runtime.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sdvgen.api.error.InputException;

/** Finds out before long work whether its result can be written. */
final class WritablePlace {
  private WritablePlace() {}

  /**
   * Makes a folder and tries to make a file in it, because only trying tells.
   *
   * @param folder the folder
   * @param wanted the thing to be written, for the message
   * @throws InputException if that fails
   */
  static void require(Path folder, Path wanted) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".sdvgen", ".probe"));
    } catch (IOException e) {
      throw new InputException(
          wanted + " cannot be written (" + e + "): check its folder and the permissions", e);
    }
  }
}
