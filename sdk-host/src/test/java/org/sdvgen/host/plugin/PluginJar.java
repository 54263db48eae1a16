package org.sdvgen.host.plugin;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.sdvgen.api.plugin.Plugin;
import org.sdvgen.runtime.io.FileNames;

/** Compiles plugins and their libraries as third parties would: outside the build. */
public final class PluginJar {
  private static final String SERVICE_FILE = "META-INF/services/" + Plugin.class.getName();

  private PluginJar() {}

  /**
   * Compiles one source file and packs it with a service file.
   *
   * @param jar the jar to write
   * @param className the plugin's class, without a package
   * @param source its Java text
   * @param libraries jars that it uses, besides the contract, the runtime, DJL and logging
   */
  public static void compile(Path jar, String className, String source, Path... libraries)
      throws IOException {
    write(jar, className, source, Map.of(SERVICE_FILE, className), libraries);
  }

  /** Compiles one source file and packs it as a plugin with a version in its manifest. */
  public static void compile(Path jar, String className, String source, String version)
      throws IOException {
    String manifest = "Manifest-Version: 1.0\r\nImplementation-Version: " + version + "\r\n\r\n";
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("META-INF/MANIFEST.MF", manifest);
    entries.put(SERVICE_FILE, className);
    write(jar, className, source, entries);
  }

  /**
   * Compiles one source file and packs it without a service file.
   *
   * @param jar the jar to write
   * @param className the class with its package
   * @param source its Java text
   */
  public static void library(Path jar, String className, String source) throws IOException {
    write(jar, className, source, Map.of());
  }

  private static void write(
      Path jar, String className, String source, Map<String, String> entries, Path... libraries)
      throws IOException {
    Path work = Files.createTempDirectory(jar.toAbsolutePath().getParent(), ".classes");
    String simple = className.substring(className.lastIndexOf('.') + 1);
    Path java = Files.writeString(work.resolve(simple + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(
          StandardLocation.CLASS_PATH, Stream.concat(Stream.of(libraries), shared()).toList());
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
    try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> classes = Files.walk(work)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        add(zip, entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
      for (Path compiled : classes.filter(Files::isRegularFile).sorted().toList()) {
        String name = work.relativize(compiled).toString().replace(File.separatorChar, '/');
        add(zip, name, Files.readAllBytes(compiled));
      }
    }
  }

  /** What plugins share with the program. */
  private static Stream<Path> shared() {
    return Stream.of(
            Plugin.class,
            FileNames.class,
            ai.djl.ndarray.NDArray.class,
            org.slf4j.Logger.class,
            org.apache.logging.log4j.Logger.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(url -> Path.of(URI.create(url.toString())));
  }

  /** Writes a jar with these entries only. */
  public static void raw(Path jar, String entry, String text) throws IOException {
    try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar))) {
      add(zip, entry, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(JarOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new JarEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
