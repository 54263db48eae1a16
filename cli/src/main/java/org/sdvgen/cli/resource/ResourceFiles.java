package org.sdvgen.cli.resource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.sdvgen.api.error.InputException;

/** Writes files of the program's jar into a folder. */
public final class ResourceFiles {
  private ResourceFiles() {}

  /**
   * Copies resources, replacing files of the same names.
   *
   * @param neighbour a class of the package that the resources lie in
   * @param names their names below that package, with slashes
   * @param folder takes them under the same names; made if it is not there
   * @throws InputException if a file cannot be written
   */
  public static void copy(Class<?> neighbour, List<String> names, Path folder) {
    for (String name : names) {
      Path file = folder.resolve(name);
      try (InputStream content = neighbour.getResourceAsStream(name)) {
        if (content == null) {
          throw new IllegalStateException("the jar lacks " + name + " beside " + neighbour);
        }
        Files.createDirectories(file.resolveSibling(""));
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new InputException(
            "%s cannot be written (%s): choose another output folder".formatted(file, e), e);
      }
    }
  }
}
