package org.sdvgen.host.plugin;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;

/** Finds out from an exception's stack trace whose code threw it. */
public final class Culprits {
  /** Code that works for plugins and program alike: whoever called it is at fault. */
  private static final List<String> SERVANTS =
      List.of(
          "java.", "jdk.", "javax.", "sun.", "org.sdvgen.api.", "org.sdvgen.runtime.", "ai.djl.");

  private static final String PROGRAM = place(Culprits.class);

  private final List<LoadedPlugin> plugins;

  /**
   * A search among plugins.
   *
   * @param plugins all that are loaded
   */
  public Culprits(List<LoadedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Finds whose code threw an exception.
   *
   * @param thrown the exception
   * @param otherwise at fault if the trace shows neither a plugin nor the program
   * @return the plugin; empty if the program itself is at fault
   */
  public Optional<LoadedPlugin> of(Throwable thrown, Optional<LoadedPlugin> otherwise) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String type = frame.getClassName();
      if (SERVANTS.stream().anyMatch(type::startsWith)
          || type.equals(ExitRefused.class.getName())) {
        continue;
      }
      if (type.equals(ComponentCalls.class.getName())) {
        // Whoever was called there threw it, from classes that are not known.
        return otherwise;
      }
      String place = String.valueOf(frame.getClassLoaderName());
      if (!place.startsWith(PluginClassLoader.PREFIX)) {
        place = place(type);
      }
      if (place.equals(PROGRAM)) {
        return Optional.empty();
      }
      for (LoadedPlugin plugin : plugins) {
        if (place.equals(place(plugin))) {
          return Optional.of(plugin);
        }
      }
    }
    return otherwise;
  }

  private static String place(LoadedPlugin plugin) {
    Class<?> type = plugin.plugin().getClass();
    return type.getClassLoader() instanceof PluginClassLoader loader
        ? String.valueOf(loader.getName())
        : place(type);
  }

  /** Where a class of the program's class path lies; the empty text if it is not there. */
  private static String place(String type) {
    try {
      return place(Class.forName(type, false, Culprits.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return "";
    }
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source == null ? "" : Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | RuntimeException e) {
      // A jar in a jar, as some programs are packed.
      return String.valueOf(source.getLocation());
    }
  }
}
