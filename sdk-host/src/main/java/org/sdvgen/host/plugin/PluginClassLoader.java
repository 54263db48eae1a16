package org.sdvgen.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin. Java's own come first, then the plugin's, and of the program only what
 * is shared with it: the contract, the runtime, DJL and the interfaces of logging. So a plugin uses
 * the versions of libraries that it brings, and sees none that the program or another plugin uses.
 */
final class PluginClassLoader extends URLClassLoader {
  /** The beginning of such loaders' names, as stack traces show them. */
  static final String PREFIX = "plugin ";

  /** Packages that plugin and program must have in common, with those below them. */
  private static final List<String> SHARED =
      List.of(
          "org.sdvgen.api.",
          "org.sdvgen.runtime.",
          "ai.djl.",
          "org.slf4j.",
          "org.apache.logging.log4j.",
          ExitRefused.class.getName());

  /** Log4j's implementation, which is the program's own. */
  private static final String LOGGING_CORE = "org.apache.logging.log4j.core.";

  private static final String SERVICES = "META-INF/services/";

  private static final ClassLoader JAVA = ClassLoader.getPlatformClassLoader();

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader program;

  /**
   * A loader.
   *
   * @param name what stack traces call it
   * @param jars the plugin's jar and its libraries
   * @param program the program's classes
   */
  PluginClassLoader(String name, List<URL> jars, ClassLoader program) {
    super(name, jars.toArray(URL[]::new), JAVA);
    this.program = program;
  }

  private static boolean isShared(String name) {
    return SHARED.stream().anyMatch(name::startsWith) && !name.startsWith(LOGGING_CORE);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      try {
        return program.loadClass(name);
      } catch (ClassNotFoundException e) {
        // A part of DJL, say, that the program does not have: the plugin may bring it.
        return super.loadClass(name, resolve);
      }
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    URL file = findResource(path);
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream content = Objects.requireNonNull(getResourceAsStream(path), path)) {
      Optional<byte[]> changed = ExitCalls.refused(content.readAllBytes());
      return changed.isPresent() ? define(name, file, changed.get()) : super.findClass(name);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Defines a class as its jar would have it, but for its code. */
  private Class<?> define(String name, URL file, byte[] code) throws IOException {
    JarURLConnection connection = (JarURLConnection) file.openConnection();
    URL jar = connection.getJarFileURL();
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
      try {
        Manifest manifest = connection.getManifest();
        definePackage(name.substring(0, dot), manifest == null ? new Manifest() : manifest, jar);
      } catch (IllegalArgumentException e) {
        // Another thread was first.
      }
    }
    return defineClass(name, code, 0, code.length, new CodeSource(jar, (Certificate[]) null));
  }

  /**
   * Whether a file of the program may be seen: those of shared packages, and others where DJL looks
   * for its natives by the thread's loader. Classes and what is about whole jars are not.
   */
  private static boolean isVisible(String file) {
    return isShared(file.replace('/', '.'))
        || file.startsWith(SERVICES + "ai.djl.")
        || !(file.endsWith(".class") || file.startsWith("META-INF/"));
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL shared = isShared(name.replace('/', '.')) ? program.getResource(name) : null;
    URL own = shared == null ? super.getResource(name) : shared;
    return own == null && isVisible(name) ? program.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> found = new ArrayList<>(Collections.list(super.getResources(name)));
    if (isVisible(name)) {
      found.addAll(Collections.list(program.getResources(name)));
    }
    return Collections.enumeration(found);
  }
}
