package org.sdvgen.host.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.sdvgen.api.plugin.Plugin;

/** Compiles a plugin as a third party would: outside the build, against sdk-api alone. */
public final class PluginJar {
  private static final String SERVICE_FILE = "META-INF/services/" + Plugin.class.getName();

  private PluginJar() {}

  /**
   * Compiles one source file and packs it.
   *
   * @param jar the jar to write
   * @param className the plugin's class, without a package
   * @param source its Java text
   */
  public static void compile(Path jar, String className, String source) throws IOException {
    Path work = Files.createTempDirectory(jar.getParent(), "classes");
    Path java = Files.writeString(work.resolve(className + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, apiAndItsDependency());
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(work));
      boolean compiled =
          compiler
              .getTask(
                  null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(java))
              .call();
      if (!compiled) {
        throw new IllegalStateException("the test's plugin does not compile");
      }
    }
    Files.delete(java);
    pack(jar, work, className);
  }

  private static List<Path> apiAndItsDependency() {
    return Stream.of(Plugin.class, ai.djl.ndarray.NDArray.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(url -> Path.of(java.net.URI.create(url.toString())))
        .toList();
  }

  private static void pack(Path jar, Path work, String className) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(file);
        Stream<Path> classes = Files.list(work)) {
      add(zip, SERVICE_FILE, className.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      for (Path compiled : classes.toList()) {
        add(zip, compiled.getFileName().toString(), Files.readAllBytes(compiled));
      }
    }
  }

  /** Writes a jar with these entries only. */
  public static void raw(Path jar, String entry, String text) throws IOException {
    try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar))) {
      add(zip, entry, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new JarEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
