package org.sdvgen.host.plugin;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Plugin;

/**
 * Finds plugins on the class path and in folders of jars. Every jar gets a class loader of its own,
 * so that two plugins may bring two versions of a library; what they share is the application.
 */
public final class PluginLoader implements AutoCloseable {
  private static final String SERVICE_FILE = "META-INF/services/" + Plugin.class.getName();

  private final ClassLoader parent;
  private final List<URLClassLoader> loaders = new ArrayList<>();

  /**
   * A loader that has loaded nothing yet.
   *
   * @param parent the application's class loader
   */
  public PluginLoader(ClassLoader parent) {
    this.parent = parent;
  }

  /**
   * The folder {@code plugins} beside the folder of the installed program's jars.
   *
   * @return the folder, if the program runs from an installation that has one
   */
  public static Optional<Path> installedDirectory() {
    Path jar = Path.of(URI.create(location(PluginLoader.class)));
    Path installation = jar.getParent() == null ? null : jar.getParent().getParent();
    if (installation == null || !jar.toString().endsWith(".jar")) {
      return Optional.empty();
    }
    return Optional.of(installation.resolve("plugins")).filter(Files::isDirectory);
  }

  /**
   * Loads everything on the class path.
   *
   * @return the plugins found
   * @throws InputException if one of them does not load
   */
  public List<LoadedPlugin> fromClassPath() {
    return load(parent, "the class path");
  }

  /**
   * Loads every jar of the given folders, each jar once.
   *
   * @param directories existing folders
   * @return the plugins found, jars in alphabetical order within a folder
   * @throws InputException if a folder is missing or a jar does not load; it names the jar
   */
  public List<LoadedPlugin> fromDirectories(List<Path> directories) {
    Set<Path> jars = new LinkedHashSet<>();
    directories.forEach(directory -> jars.addAll(jarsIn(directory)));
    List<LoadedPlugin> plugins = new ArrayList<>();
    jars.forEach(jar -> plugins.addAll(fromJar(jar)));
    return plugins;
  }

  private static List<Path> jarsIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InputException(
          directory + ": the plugin directory does not exist; create it or leave it out");
    }
    try (Stream<Path> files = Files.list(directory.toRealPath())) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new InputException(directory + ": the plugin directory cannot be read: " + e, e);
    }
  }

  private List<LoadedPlugin> fromJar(Path jar) {
    checkServiceFile(jar);
    URLClassLoader loader = newLoader(jar);
    loaders.add(loader);
    return load(loader, jar.toString());
  }

  private static void checkServiceFile(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(SERVICE_FILE) == null) {
        throw new InputException(
            jar + ": not a plugin: it has no file " + SERVICE_FILE + "; move it elsewhere");
      }
    } catch (IOException e) {
      throw new InputException(jar + ": not a readable jar: " + e.getMessage(), e);
    }
  }

  private URLClassLoader newLoader(Path jar) {
    try {
      return new URLClassLoader(jar.toString(), new URL[] {jar.toUri().toURL()}, parent);
    } catch (IOException e) {
      throw new IllegalStateException("no URL for " + jar, e);
    }
  }

  private List<LoadedPlugin> load(ClassLoader loader, String source) {
    List<LoadedPlugin> plugins = new ArrayList<>();
    try {
      ServiceLoader.load(Plugin.class, loader).stream()
          // A jar's loader also sees the application's plugins, which are loaded by themselves.
          .filter(provider -> loader == parent || provider.type().getClassLoader() == loader)
          .map(ServiceLoader.Provider::get)
          .forEach(plugin -> plugins.add(new LoadedPlugin(plugin, origin(plugin.getClass()))));
    } catch (ServiceConfigurationError | LinkageError e) {
      throw broken(source, e);
    }
    if (plugins.isEmpty() && loader != parent) {
      throw new InputException(
          source + ": " + SERVICE_FILE + " names no class that this jar alone has");
    }
    return plugins;
  }

  /**
   * The error for a plugin that cannot be linked or started.
   *
   * @param source the jar
   * @param error the virtual machine's error
   * @return the error for the user
   */
  public static InputException broken(String source, Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new InputException(
        ("%s: the plugin does not load: %s. Its classes or its service file are damaged, or it was"
                + " built for another version of sdk-api: replace it or take it away")
            .formatted(source, root),
        error);
  }

  /**
   * The place that a plugin's class was loaded from.
   *
   * @param type a class of the plugin
   * @return its jar or folder
   */
  public static String origin(Class<?> type) {
    return Path.of(URI.create(location(type))).toString();
  }

  private static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source.getLocation().toURI().toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no location for " + type, e);
    }
  }

  /** Closes the jars; classes that were not used before can no longer be loaded. */
  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new IllegalStateException("cannot close " + loader.getName(), e);
      }
    }
  }
}
