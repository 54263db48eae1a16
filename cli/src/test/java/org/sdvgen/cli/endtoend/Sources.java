package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Java programs of the documents, compiled as their readers would. */
final class Sources {
  private Sources() {}

  /** The one code block of a document that declares a class. */
  static String fromDocument(Path document, String className) throws IOException {
    Matcher block =
        Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(document, StandardCharsets.UTF_8));
    List<String> found =
        block.results().map(b -> b.group(1)).filter(b -> b.contains("class " + className)).toList();
    assertEquals(1, found.size(), document + " has one program " + className);
    return found.get(0);
  }

  /** The class path of a third party's plugin: the contract and the arrays that it speaks of. */
  static String contractOnly() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> entry.contains("sdk-api") || entry.matches(".*[\\\\/]djl[\\\\/]api[\\\\/].*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Compiles a class without a package into a folder. */
  static void compile(String className, String source, String classPath, Path classes)
      throws IOException {
    Path file = Files.writeString(classes.resolve(className + ".java"), source);
    StringWriter messages = new StringWriter();
    boolean good =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of("-d", classes.toString(), "-cp", classPath),
                null,
                ToolProvider.getSystemJavaCompiler()
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(file))
            .call();
    assertEquals(true, good, messages.toString());
  }

  /** Packs a folder's classes, with a service file. */
  static void jar(Path classes, String service, String provider, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> content = Files.list(classes)) {
      for (Path entry : content.filter(f -> f.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(entry.getFileName().toString()));
        Files.copy(entry, out);
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + service));
      out.write((provider + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
