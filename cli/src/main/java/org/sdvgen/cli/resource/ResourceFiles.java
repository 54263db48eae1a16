package org.sdvgen.cli.resource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/** Writes files of the program's jar into a folder. */
public final class ResourceFiles {
  private ResourceFiles() {}

  /**
   * Copies resources, replacing files of the same names.
   *
   * @param neighbour a class of the package that the resources lie in
   * @param names files, or folders with all that is in them, below that package
   * @param folder takes them under the same names; made if it is not there
   * @throws InputException if a file cannot be written
   */
  public static void copy(Class<?> neighbour, List<String> names, Path folder) {
    Path program = program(neighbour);
    String home = neighbour.getPackageName().replace('.', '/');
    try {
      if (Files.isDirectory(program)) {
        copy(program.resolve(home), names, folder);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(program)) {
          copy(jar.getPath(home), names, folder);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the resources of " + program + " cannot be read", e);
    }
  }

  /** The jar or, in a build, the folder that a class comes from. */
  private static Path program(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no place of the program is known", e);
    }
  }

  private static void copy(Path home, List<String> names, Path folder) throws IOException {
    for (String name : names) {
      if (Files.notExists(home.resolve(name))) {
        throw new IllegalStateException("the program lacks " + name + " in " + home);
      }
      try (Stream<Path> files = Files.walk(home.resolve(name))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          copy(file, folder.resolve(home.relativize(file).toString()));
        }
      }
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.resolveSibling(""));
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InputException(
          "%s cannot be written (%s): choose another output folder".formatted(to, e), e);
    }
  }
}
