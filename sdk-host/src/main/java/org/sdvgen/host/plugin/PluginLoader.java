package org.sdvgen.host.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.sdvgen.api.error.InputException;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.host.PluginProblem;

/**
 * Finds plugins on the class path and in folders. A plugin of a folder gets a class loader of its
 * own, so that it uses the libraries that it brings. One that does not load is a problem, and keeps
 * no other from being loaded.
 */
public final class PluginLoader implements AutoCloseable {
  private static final String SERVICE_FILE = "META-INF/services/" + Plugin.class.getName();

  private static final String REPLACE =
      "get one that was built for sdk-api " + apiVersion() + ", or take it away";

  private final ClassLoader program;
  private final List<PluginClassLoader> loaders = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  /**
   * A loader that has loaded nothing yet.
   *
   * @param program the program's class loader
   */
  public PluginLoader(ClassLoader program) {
    this.program = program;
  }

  /**
   * The version of the contract that this program has.
   *
   * @return the version
   */
  public static String apiVersion() {
    return Optional.ofNullable(Plugin.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  /**
   * The folder {@code plugins} beside the folder of the installed program's jars.
   *
   * @return the folder, if the program runs from an installation that has one
   */
  public static Optional<Path> installedDirectory() {
    CodeSource source = PluginLoader.class.getProtectionDomain().getCodeSource();
    return source == null ? Optional.empty() : installedDirectory(source.getLocation());
  }

  /** The folder {@code plugins} beside that of a jar; a jar in a jar has none. */
  static Optional<Path> installedDirectory(URL program) {
    Path jar;
    try {
      jar = Path.of(program.toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
    Path installation = jar.getParent() == null ? null : jar.getParent().getParent();
    if (installation == null || !jar.toString().endsWith(".jar")) {
      return Optional.empty();
    }
    return Optional.of(installation.resolve("plugins")).filter(Files::isDirectory);
  }

  /**
   * Everything that did not load so far.
   *
   * @return the problems in the order in which they were found
   */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Loads everything on the class path.
   *
   * @return the plugins found
   */
  public List<LoadedPlugin> fromClassPath() {
    return load(program, Optional.empty());
  }

  /**
   * Takes a plugin that the calling program has made.
   *
   * @param plugin the plugin
   * @return the plugin, if it can be asked for its name
   */
  public Optional<LoadedPlugin> given(Plugin plugin) {
    return ask(plugin, "given by the program");
  }

  /**
   * Loads every plugin of the given directories, each place once.
   *
   * @param directories existing directories of jars and of folders with jars
   * @return the plugins found, in alphabetical order within a directory
   * @throws InputException if a directory is missing
   */
  public List<LoadedPlugin> fromDirectories(List<Path> directories) {
    Map<Path, PluginPlace> places = new LinkedHashMap<>();
    directories.forEach(
        directory -> PluginPlace.in(directory).forEach(it -> places.putIfAbsent(it.path(), it)));
    return load(places.values());
  }

  private List<LoadedPlugin> load(Iterable<PluginPlace> places) {
    List<LoadedPlugin> plugins = new ArrayList<>();
    for (PluginPlace place : places) {
      if (isSound(place)) {
        PluginClassLoader loader =
            new PluginClassLoader(
                place.name(), place.jars().stream().map(PluginLoader::url).toList(), program);
        loaders.add(loader);
        plugins.addAll(load(loader, Optional.of(place.path().toString())));
      }
    }
    return plugins;
  }

  /**
   * Loads one plugin.
   *
   * @param folder holds its jar and its libraries
   * @return the plugins of its service file
   */
  public List<LoadedPlugin> fromFolder(Path folder) {
    return load(List.of(PluginPlace.of(folder)));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("no URL for " + jar, e);
    }
  }

  /** Whether a place has only whole jars, and a plugin in one of them. */
  private boolean isSound(PluginPlace place) {
    if (place.jars().isEmpty()) {
      problem(
          place.path(),
          "no plugin: this folder holds no jar",
          "put the plugin's jar and its libraries into it, or take it away");
      return false;
    }
    boolean plugin = false;
    for (Path jar : place.jars()) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        plugin |= zip.getEntry(SERVICE_FILE) != null;
      } catch (IOException e) {
        problem(jar, "not a readable jar: " + e.getMessage(), "fetch or build it again");
        return false;
      }
    }
    if (!plugin) {
      problem(
          place.path(),
          "not a plugin: it has no file " + SERVICE_FILE,
          "a library belongs into the folder of the plugin that uses it; move it there, or ask the"
              + " plugin's author for a jar with that file");
    }
    return plugin;
  }

  private void problem(Path place, String reason, String remedy) {
    problem(place.toString(), reason, remedy);
  }

  private void problem(String origin, String reason, String remedy) {
    Optional<String> unknown = Optional.empty();
    problems.add(new PluginProblem(origin, unknown, unknown, unknown, unknown, reason, remedy));
  }

  /** Loads the classes that service files name, each of which says in which jar it is. */
  private List<LoadedPlugin> load(ClassLoader loader, Optional<String> place) {
    List<LoadedPlugin> plugins = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    boolean tried = false;
    for (URL file : serviceFiles(loader)) {
      String origin = place.orElseGet(() -> jarOf(file));
      for (String name : classNames(file, origin)) {
        tried = true;
        if (names.add(name)) {
          load(loader, name, origin).ifPresent(plugins::add);
        }
      }
    }
    if (!tried && place.isPresent()) {
      problem(
          place.get(),
          "not a plugin: " + SERVICE_FILE + " names no class",
          "ask the plugin's author for a jar whose file names the plugin's class");
    }
    return plugins;
  }

  private static List<URL> serviceFiles(ClassLoader loader) {
    try {
      return Collections.list(loader.getResources(SERVICE_FILE));
    } catch (IOException e) {
      throw new IllegalStateException("the class path cannot be read", e);
    }
  }

  private static String jarOf(URL serviceFile) {
    try {
      URLConnection connection = serviceFile.openConnection();
      if (connection instanceof JarURLConnection jar) {
        return Path.of(jar.getJarFileURL().toURI()).toString();
      }
      Path file = Path.of(serviceFile.toURI());
      return file.resolve("../../..").normalize().toString();
    } catch (IOException | URISyntaxException | RuntimeException e) {
      return serviceFile.toString();
    }
  }

  private List<String> classNames(URL file, String origin) {
    List<String> names = new ArrayList<>();
    try {
      URLConnection connection = file.openConnection();
      // A jar that is kept open could not be replaced, and would be read as it was.
      connection.setUseCaches(false);
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String name = line.replaceFirst("#.*", "").strip();
          if (!name.isEmpty()) {
            names.add(name);
          }
        }
      }
    } catch (IOException e) {
      problem(origin, "not a readable jar: " + e.getMessage(), "fetch or build it again");
    }
    return names;
  }

  private Optional<LoadedPlugin> load(ClassLoader loader, String name, String origin) {
    try {
      Object made = loader.loadClass(name).getConstructor().newInstance();
      if (made instanceof Plugin plugin) {
        return ask(plugin, origin);
      }
      problem(
          origin,
          "the plugin does not load: %s is no %s".formatted(name, Plugin.class.getName()),
          REPLACE);
    } catch (ClassNotFoundException e) {
      problem(
          origin,
          "the plugin does not load: its service file names "
              + name
              + ", a class that is not there",
          REPLACE);
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      problem(
          origin,
          "the plugin does not load: %s is no public class with a public constructor without"
                  .formatted(name)
              + " parameters",
          "ask the plugin's author for one");
    } catch (java.lang.reflect.InvocationTargetException e) {
      Throwable cause = Failure.plugins(e.getCause() == null ? e : e.getCause());
      problem(origin, "the plugin does not load: " + Failure.words(cause), Failure.remedy(cause));
    } catch (LinkageError e) {
      problem(origin, "the plugin does not load: " + Failure.words(e), Failure.remedy(e));
    }
    return Optional.empty();
  }

  private Optional<LoadedPlugin> ask(Plugin plugin, String origin) {
    try {
      String name = plugin.name();
      String version = plugin.version();
      if (name != null && version != null) {
        return Optional.of(new LoadedPlugin(plugin, name, version, origin));
      }
      problem(
          origin,
          "the plugin does not load: name or version of "
              + plugin.getClass().getName()
              + " is null",
          Failure.ASK_AUTHOR);
    } catch (Throwable e) {
      Throwable cause = Failure.plugins(e);
      problem(origin, "the plugin does not load: " + Failure.words(cause), Failure.remedy(cause));
    }
    return Optional.empty();
  }

  /** Closes the jars; classes that were not used before can no longer be loaded. */
  @Override
  public void close() {
    for (PluginClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new IllegalStateException("cannot close " + loader.getName(), e);
      }
    }
  }
}
