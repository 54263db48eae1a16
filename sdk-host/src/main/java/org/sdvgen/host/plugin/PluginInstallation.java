package org.sdvgen.host.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sdvgen.api.error.InputException;
import org.sdvgen.runtime.io.AtomicFolder;

/** Puts plugins into a directory of plugins. */
public final class PluginInstallation {
  private final Path directory;

  /**
   * An installation.
   *
   * @param directory holds the plugins; made if it is missing
   */
  public PluginInstallation(Path directory) {
    this.directory = directory;
  }

  /**
   * Installs a plugin from a file.
   *
   * @param source a jar, or a folder with a plugin's jar and its libraries
   * @return the plugin's new folder
   * @throws InputException if the source is no plugin that loads, or if a plugin of that name is
   *     there; nothing is changed then
   */
  public Path add(Path source) {
    if (!Files.exists(source)) {
      throw new InputException(source + ": there is no such file; give a jar, or a folder of jars");
    }
    List<Path> jars = PluginPlace.of(source.toAbsolutePath()).jars();
    String name = String.valueOf(source.toAbsolutePath().normalize().getFileName());
    return add(name.replaceAll("(?i)\\.jar$", ""), jars, source.toString());
  }

  /**
   * Installs a plugin from its jars.
   *
   * @param name of its folder
   * @param jars its jar and its libraries
   * @param source where they come from, for messages
   * @return the plugin's new folder
   * @throws InputException if they are no plugin that loads, or if one of that name is there;
   *     nothing is changed then
   */
  public Path add(String name, List<Path> jars, String source) {
    Path target = directory.toAbsolutePath().resolve(name);
    for (Path taken : List.of(target, target.resolveSibling(name + ".jar"))) {
      if (Files.exists(taken)) {
        throw new InputException(
            taken
                + ": a plugin of this name is there; take it away first, to have another version");
      }
    }
    AtomicFolder.replace(
        target,
        folder -> {
          copy(jars, folder, source);
          check(folder, source);
        });
    return target;
  }

  private static void copy(List<Path> jars, Path folder, String source) {
    try {
      for (Path jar : jars) {
        Files.copy(jar, folder.resolve(String.valueOf(jar.getFileName())));
      }
    } catch (IOException e) {
      throw new InputException(source + ": cannot be copied into the plugins: " + e, e);
    }
  }

  private static void check(Path folder, String source) {
    try (PluginLoader loader = new PluginLoader(PluginInstallation.class.getClassLoader())) {
      PluginRegistry registry = new PluginRegistry(loader.fromFolder(folder), loader.problems());
      if (!registry.problems().isEmpty()) {
        String message = registry.problems().get(0).message();
        throw new InputException(message.replace(folder.toString(), source));
      }
    }
  }
}
