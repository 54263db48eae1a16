package org.sdvgen.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.PluginFolder;
import org.sdvgen.host.Sdvgen;

/** Plugins are installed whole or not at all. */
final class PluginInstallationTest {
  private static final String PLUGIN =
      """
      package org.example;

      import java.util.List;
      import org.sdvgen.api.plugin.*;
      import org.sdvgen.api.switching.*;

      public class Small implements Plugin {
        public record Config() {}

        @Override public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
          return List.of(ComponentFactory.of("small", org.help.Help.text(), Config.class,
              (config, context) -> (progress, draws) -> TrackChoice.of(progress.tracks().get(0))));
        }
      }
      """;

  @TempDir private Path folder;

  private Path source() throws IOException {
    Path source = Files.createDirectories(folder.resolve("small-1.2"));
    Path library = source.resolve("HELP.JAR");
    PluginJar.library(
        library,
        "org.help.Help",
        "package org.help; public class Help { public static String text() { return \"ok\"; } }");
    PluginJar.compile(source.resolve("small.jar"), "org.example.Small", PLUGIN, library);
    Files.writeString(source.resolve("notes.txt"), "not needed");
    return source;
  }

  private List<String> installed() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("plugins"))) {
      return files
          .map(file -> folder.resolve("plugins").relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private String refusal(Path source) {
    PluginFolder plugins = new PluginFolder(folder.resolve("plugins"));
    return String.valueOf(
        assertThrows(InputException.class, () -> plugins.add(source)).getMessage());
  }

  @Test
  void aFolderIsTakenWithItsLibraries() throws IOException {
    Path plugins = folder.resolve("plugins");
    Path added = new PluginFolder(plugins).add(source());
    assertEquals(plugins.resolve("small-1.2"), added);
    assertEquals(
        List.of("", "small-1.2", "small-1.2/HELP.JAR", "small-1.2/small.jar"), installed());
    ComponentInfo info =
        Sdvgen.builder().pluginDirectory(plugins).components().stream()
            .filter(component -> component.name().equals("small"))
            .findFirst()
            .orElseThrow();
    assertEquals("ok", info.description());
    assertEquals(
        added + ": a plugin of this name is there; take it away first, to have another version",
        refusal(source()));
  }

  @Test
  void whatDoesNotLoadIsNotInstalled() throws IOException {
    Path source = source();
    Files.delete(source.resolve("HELP.JAR"));
    Files.createDirectory(folder.resolve("plugins"));
    String message = refusal(source);
    assertTrue(message.startsWith(source + ": plugin Small unknown: its list of"), message);
    assertTrue(message.contains("org.help.Help"), message);
    Path jar = Files.writeString(folder.resolve("bad.jar"), "no jar");
    assertTrue(refusal(jar).contains("not a readable jar"), refusal(jar));
    Path missing = folder.resolve("none.jar");
    assertEquals(
        missing + ": there is no such file; give a jar, or a folder of jars", refusal(missing));
    assertEquals(List.of(""), installed());
  }
}
