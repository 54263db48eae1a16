package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/**
 * The bundled plugins work as plugins of third parties do: in folders, with their own libraries.
 */
final class InstalledPluginsTest {
  private static final String SERVICE = "META-INF/services/org.sdvgen.api.plugin.Plugin";

  /** Libraries by the packages of the plugins that bring them. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "org.sdvgen.data",
          "(jackson-|commons-(csv|compress|codec|io|lang3)-|parquet-|aircompressor-).*",
          "org.sdvgen.wan22",
          "commons-(statistics-distribution|numbers-|rng-).*");

  @TempDir private Path folder;
  private final List<String> programs = new ArrayList<>();

  /** Takes the plugins off this program's class path and puts them into folders. */
  @BeforeEach
  void install() throws IOException {
    Map<Path, String> plugins = new LinkedHashMap<>();
    for (URL file :
        Collections.list(InstalledPluginsTest.class.getClassLoader().getResources(SERVICE))) {
      try (var text = file.openStream()) {
        String type = new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        plugins.put(root(file), type.substring(0, type.lastIndexOf('.')));
      }
    }
    assertEquals(4, plugins.size(), plugins.toString());
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && !plugins.containsKey(Path.of(entry).toAbsolutePath().normalize())) {
        programs.add(entry);
        jars.add(Path.of(entry));
      }
    }
    for (Map.Entry<Path, String> plugin : plugins.entrySet()) {
      Path own = Files.createDirectories(folder.resolve("plugins").resolve(plugin.getValue()));
      pack(plugin.getKey(), own.resolve("plugin.jar"));
      String libraries = LIBRARIES.getOrDefault(plugin.getValue(), "none");
      for (Path jar : jars) {
        String name = String.valueOf(jar.getFileName());
        if (name.matches(libraries) && !Files.exists(own.resolve(name))) {
          Files.copy(jar, own.resolve(name));
        }
      }
    }
  }

  private static Path root(URL service) throws IOException {
    URI place =
        service.openConnection() instanceof JarURLConnection jar
            ? URI.create(jar.getJarFileURL().toString())
            : URI.create(service.toString().replace(SERVICE, ""));
    return Path.of(place).toAbsolutePath().normalize();
  }

  private static void pack(Path classes, Path jar) throws IOException {
    if (Files.isRegularFile(classes)) {
      Files.copy(classes, jar);
      return;
    }
    try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        zip.putNextEntry(new JarEntry(name));
        zip.write(Files.readAllBytes(file));
      }
    }
  }

  private void train(String... settings) throws Exception {
    List<String> arguments =
        Stream.concat(
                Stream.of("train", config(), "--plugin-dir=" + folder.resolve("plugins")),
                Stream.of(settings))
            .collect(Collectors.toList());
    Program program =
        Program.start(
            List.of(),
            List.of(),
            String.join(File.pathSeparator, programs),
            arguments.toArray(String[]::new));
    assertEquals(0, program.code(), program.output());
  }

  private String config() {
    return folder.resolve("run.yaml").toString();
  }

  @Test
  void theyTrainTheSameBits() throws Exception {
    TinyRun run = TinyRun.create(folder);
    train();
    byte[] installed = Files.readAllBytes(run.adapter());
    String there = "output_dir=" + folder.resolve("there");
    Commands onClassPath = Commands.run("train", run.config(), there);
    assertEquals(0, onClassPath.code(), onClassPath.err());
    assertArrayEquals(
        withoutFolder(
            Files.readAllBytes(folder.resolve("there").resolve(run.adapter().getFileName()))),
        withoutFolder(installed));
  }

  /** The values that the adapter ends with: its header tells the folder of the run. */
  private static byte[] withoutFolder(byte[] adapter) {
    int header = Math.toIntExact(ByteBuffer.wrap(adapter).order(ByteOrder.LITTLE_ENDIAN).getLong());
    return Arrays.copyOfRange(adapter, 8 + header, adapter.length);
  }

  @Test
  void wanTrainsToo() throws Exception {
    TinyRun.create(folder);
    TinyRun.copyWithoutWeights(
        Path.of(System.getProperty("repository.root", ""))
            .resolve("backbone-wan22/src/test/resources/golden/wan22/model"),
        "",
        folder.resolve("wan"));
    train(
        "backbone.name=wan22",
        "backbone.checkpoint=" + folder.resolve("wan"),
        "backbone.random_weights_seed=0",
        "backbone.dtype=fp32");
    assertEquals(4, Files.readAllLines(folder.resolve("out/metrics.jsonl")).size());
  }

  private static final String TALKING =
      """
      import java.util.List;
      import org.sdvgen.api.plugin.ComponentFactory;
      import org.sdvgen.api.plugin.Plugin;
      import org.sdvgen.api.switching.SwitchPolicy;
      import org.sdvgen.api.switching.TrackChoice;

      public class Talking implements Plugin {
        public record Config() {}

        @Override
        public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
          return List.of(ComponentFactory.of("talking", "Logs", Config.class,
              (config, context) -> (progress, draws) -> {
                org.apache.logging.log4j.LogManager.getLogger("talk").info("by log4j");
                org.slf4j.LoggerFactory.getLogger(Talking.class).info("by slf4j");
                return TrackChoice.of("identity");
              }));
        }
      }
      """;

  @Test
  void whatAPluginLogsIsInTheRunsLog() throws Exception {
    TinyRun.create(folder);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Sources.compile("Talking", TALKING, System.getProperty("java.class.path"), classes);
    Path jar = folder.resolve("plugins").resolve("talking.jar");
    Sources.jar(classes, "org.sdvgen.api.plugin.Plugin", "Talking", jar);
    train("switch.name=talking", "max_train_steps=2");
    String log = Files.readString(folder.resolve("out/logs/sdvgen.log"));
    assertTrue(log.contains("INFO  talk by log4j"), log);
    assertTrue(log.contains("INFO  Talking by slf4j"), log);
    assertFalse(log.contains("ai.djl"), log);
  }
}
