package org.sdvgen.host.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sdvgen.api.error.InputException;

/**
 * Where an installed plugin lies: a jar, or a folder that holds its jar and its libraries.
 *
 * @param path the jar or folder
 * @param jars its jars; none if a folder holds none
 */
record PluginPlace(Path path, List<Path> jars) {
  /**
   * The plugins of a directory.
   *
   * @param directory holds jars and folders of jars
   * @return jars and folders in alphabetical order; other files and hidden folders are none
   * @throws InputException if the directory is missing or cannot be read
   */
  static List<PluginPlace> in(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InputException(
          directory + ": the plugin directory does not exist; create it or leave it out");
    }
    try {
      return entries(directory.toRealPath()).stream()
          .filter(entry -> Files.isDirectory(entry) || isJar(entry))
          .map(PluginPlace::of)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(directory + ": the plugin directory cannot be read: " + e, e);
    }
  }

  /** The plugin of a jar or folder. */
  static PluginPlace of(Path path) {
    try {
      return new PluginPlace(
          path,
          Files.isDirectory(path)
              ? entries(path).stream().filter(PluginPlace::isJar).toList()
              : List.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Whether a file is a jar by its name, however that is spelled. */
  static boolean isJar(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar") && Files.isRegularFile(file);
  }

  /** What stack traces call the classes of the plugin. */
  String name() {
    return PluginClassLoader.PREFIX + path.getFileName();
  }
}
