package org.sdvgen.runtime.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/**
 * Folders that are whole or not there: written under another name beside their own, forced to the
 * disk and renamed. A crash leaves {@code .<name>.tmp} or {@code .<name>.old} behind at worst.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  /**
   * Writes a folder and puts it in place of an older one.
   *
   * @param target the folder to make or replace
   * @param content writes everything into the empty folder that it is given
   * @throws InputException if it cannot be written; an older folder is untouched then and nothing
   *     is left of the new one
   */
  public static void replace(Path target, Consumer<Path> content) {
    Path temporary = sibling(target, ".tmp");
    try {
      deleteTree(temporary);
      Files.createDirectories(temporary);
      try {
        content.accept(temporary);
        Forcing.folder(temporary);
        retire(target);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        deleteTree(temporary);
      }
      Forcing.folder(target.toAbsolutePath().resolveSibling(""));
    } catch (IOException e) {
      throw WriteFailure.of(target + " cannot be written", e, "");
    }
  }

  /**
   * Removes a folder or file; it is renamed first, so that a crash leaves no half of one.
   *
   * @param folder the folder; may be missing
   * @throws InputException if it cannot be removed
   */
  public static void remove(Path folder) {
    try {
      retire(folder);
    } catch (IOException e) {
      throw new InputException(folder + " cannot be removed: " + e, e);
    }
  }

  private static void retire(Path folder) throws IOException {
    Path old = sibling(folder, ".old");
    deleteTree(old);
    if (Files.exists(folder)) {
      Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
      deleteTree(old);
    }
  }

  private static Path sibling(Path folder, String ending) {
    return folder.resolveSibling("." + folder.getFileName() + ending);
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
