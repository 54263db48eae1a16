package org.sdvgen.cli.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/** Removes results that a command has made itself. */
public final class Folders {
  private Folders() {}

  /**
   * Removes what a command left in a folder, with all that is in it.
   *
   * @param folder where to look
   * @param prefix beginning of the names of the files and folders to remove
   * @throws InputException if something cannot be removed
   */
  public static void removeFrom(Path folder, String prefix) {
    for (Path child : children(folder)) {
      if (child.getFileName().toString().startsWith(prefix)) {
        remove(child);
      }
    }
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void remove(Path root) {
    try (Stream<Path> content = Files.walk(root)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new InputException(root + " cannot be removed: " + e + "; remove it by hand", e);
    }
  }
}
