package org.sdvgen.runtime.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sdvgen.api.error.InputException;

/** The room that a drive has left. */
public final class DiskSpace {
  private DiskSpace() {}

  /**
   * Makes sure that files have room before the first is written.
   *
   * @param folder an existing folder, which takes them
   * @param bytes their size
   * @throws InputException if the drive has less; it says how much is needed and how much is there
   */
  public static void require(Path folder, long bytes) {
    long free;
    try {
      free = Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw WriteFailure.of(folder + " cannot be written", e, "");
    }
    if (free < bytes) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %.1f GB are to be written, but the drive has %.1f GB left: free some or choose a"
                  + " folder on another drive",
              folder,
              bytes / 1e9,
              free / 1e9));
    }
  }
}
