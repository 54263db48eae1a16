package org.sdvgen.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.ComponentInfo;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.PluginProblem;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.SdvgenBuilder;
import org.sdvgen.host.StepReport;
import org.sdvgen.host.TrainingListener;

/** Jars of third parties in a plugin directory. */
final class PluginJarTest {
  private static final String LAST_TRACK =
      """
      import java.util.List;
      import org.sdvgen.api.config.Setting;
      import org.sdvgen.api.plugin.ComponentFactory;
      import org.sdvgen.api.plugin.Plugin;
      import org.sdvgen.api.switching.SwitchPolicy;
      import org.sdvgen.api.switching.TrackChoice;

      public class LastTrack implements Plugin {
        public record Config(@Setting(doc = "From the end", defaultValue = "1") int back) {}

        @Override
        public List<ComponentFactory<?, ? extends SwitchPolicy>> switchPolicies() {
          return List.of(
              ComponentFactory.of(
                  "last-track",
                  "Always one track",
                  Config.class,
                  (config, context) -> (progress, draws) -> {
                    List<String> tracks = progress.tracks();
                    return TrackChoice.of(tracks.get(tracks.size() - config.back()));
                  }));
        }
      }
      """;

  @TempDir private Path folder;
  private Path plugins;

  @BeforeEach
  void makeDirectory() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
  }

  private List<PluginProblem> problems() {
    return Sdvgen.builder().pluginDirectory(plugins).problems();
  }

  private String failure() {
    List<PluginProblem> problems = problems();
    assertEquals(1, problems.size(), problems.toString());
    return problems.get(0).message();
  }

  private Path compileInto(Path directory) throws IOException {
    Path jar = folder.resolve("last.jar");
    PluginJar.compile(jar, "LastTrack", LAST_TRACK);
    return Files.copy(jar, directory.resolve("last.jar"));
  }

  @Test
  void jarIsChosenByOneChangedLine() throws IOException {
    compileInto(plugins);
    FakeRun run = FakeRun.in(folder.resolve("out")).with("switch.name", "last-track");
    List<StepReport> reports = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().pluginDirectory(plugins).open()) {
      sdvgen
          .trainer()
          .train(
              new TrainingListener() {
                @Override
                public void stepFinished(StepReport report) {
                  reports.add(report);
                }
              });
    }
    assertEquals(6, reports.size());
    for (StepReport report : reports) {
      assertEquals(List.of("long"), List.copyOf(report.losses().keySet()));
    }
  }

  @Test
  void jarsComponentsAreListed() throws IOException {
    Path jar = compileInto(plugins);
    ComponentInfo info =
        Sdvgen.builder().pluginDirectory(plugins).components().stream()
            .filter(component -> component.name().equals("last-track"))
            .findFirst()
            .orElseThrow();
    assertEquals(jar.toRealPath().toString(), info.origin());
    assertEquals("switch policy", info.kind());
    assertEquals("back", info.settings().get(0).key());
    assertEquals("a whole number", info.settings().get(0).type());
    assertEquals("1", info.settings().get(0).defaultValue().orElseThrow());
  }

  @Test
  void sameDirectoryTwiceIsNoDuplicate() throws IOException {
    compileInto(plugins);
    Sdvgen.builder().pluginDirectory(plugins).pluginDirectory(plugins).components();
  }

  @Test
  void duplicatesNameBothJars() throws IOException {
    Path one = compileInto(plugins);
    Path two = Files.copy(one, plugins.resolve("other.jar"));
    String message = failure();
    assertEquals(
        "%s: plugin LastTrack unknown, switch policy last-track: two plugins bring a switch policy"
                .formatted(two.toRealPath())
            + " called \"last-track\", this one and plugin LastTrack unknown in %s: take one of"
                .formatted(one.toRealPath())
            + " them away",
        message);
    FakeRun run = FakeRun.in(folder.resolve("out")).with("switch.name", "last-track");
    SdvgenBuilder builder = run.builder().pluginDirectory(plugins);
    String refused = String.valueOf(assertThrows(InputException.class, builder::open).getMessage());
    assertEquals("the configuration: switch.name = last-track: " + message, refused);
  }

  @Test
  void oneBrokenJarSilencesNoOther() throws IOException {
    compileInto(plugins);
    Files.writeString(plugins.resolve("a-bad.jar"), "not a jar");
    FakeRun run = FakeRun.in(folder.resolve("out")).with("switch.name", "last-track");
    List<String> notices = new ArrayList<>();
    try (Sdvgen sdvgen = run.builder().pluginDirectory(plugins).notices(notices::add).open()) {
      assertEquals(6, sdvgen.trainer().plan().maxSteps());
    }
    assertEquals(failure(), notices.get(0));
    run.with("switch.name", "gone");
    String refused =
        String.valueOf(
            assertThrows(InputException.class, run.builder().pluginDirectory(plugins)::open)
                .getMessage());
    assertTrue(refused.contains("no switch policy has this name"), refused);
    assertTrue(refused.contains(failure()), refused);
  }

  @Test
  void anyJarIsAJar() throws IOException {
    Path jar = compileInto(plugins);
    Files.move(jar, plugins.resolve("A1.JAR"));
    Files.writeString(plugins.resolve("notes.txt"), "no plugin");
    Files.createDirectory(plugins.resolve(".hidden"));
    assertEquals(List.of(), problems());
    assertTrue(
        Sdvgen.builder().pluginDirectory(plugins).components().stream()
            .anyMatch(component -> component.name().equals("last-track")));
  }

  @Test
  void versionIsTheManifests() throws IOException {
    Path jar = plugins.resolve("last.jar");
    PluginJar.compile(
        jar, "org.example.LastTrack", "package org.example;\n" + LAST_TRACK, "1.2-beta");
    ComponentInfo info =
        Sdvgen.builder().pluginDirectory(plugins).components().stream()
            .filter(component -> component.name().equals("last-track"))
            .findFirst()
            .orElseThrow();
    assertEquals("1.2-beta", info.version());
  }

  @Test
  void brokenJarsAreNamed() throws IOException {
    Path jar = plugins.toRealPath().resolve("bad.jar");
    Files.writeString(jar, "not a jar");
    assertTrue(failure().startsWith(jar + ": not a readable jar: "), failure());
    assertTrue(failure().endsWith(": fetch or build it again"), failure());
    PluginJar.raw(jar, "readme.txt", "hello");
    assertTrue(
        failure().startsWith(jar + ": not a plugin: it has no file META-INF/services/"), failure());
    String service = "META-INF/services/org.sdvgen.api.plugin.Plugin";
    PluginJar.raw(jar, service, "no.such.Plugin");
    assertTrue(
        failure()
            .startsWith(
                jar
                    + ": the plugin does not load: its service file names no.such.Plugin, a class"
                    + " that is not there: "),
        failure());
    PluginJar.raw(jar, service, "java.lang.String");
    assertTrue(
        failure().contains("java.lang.String is no org.sdvgen.api.plugin.Plugin"), failure());
    PluginJar.raw(jar, service, "# nothing");
    assertTrue(failure().contains("names no class"), failure());
    Files.delete(jar);
    Files.createDirectory(jar);
    assertTrue(failure().startsWith(jar + ": no plugin: this folder holds no jar"), failure());
  }

  @Test
  void pluginForAnotherApiIsNamed() throws IOException {
    String other = LAST_TRACK.replace("List.of(", "Listing.of(");
    Path work = folder.resolve("other.jar");
    PluginJar.compile(work, "LastTrack", other + "class Listing extends Gone { }\n" + GONE);
    removeClass(work, plugins.resolve("other.jar"), "Gone.class");
    assertTrue(failure().contains("other.jar: plugin LastTrack unknown: its list of"), failure());
    assertTrue(failure().contains("java.lang.ClassNotFoundException: Gone"), failure());
    assertTrue(failure().contains("built for another version of sdk-api"), failure());
  }

  private static final String GONE =
      """
      class Gone {
        static <T> java.util.List<T> of(T item) {
          return java.util.List.of(item);
        }
      }
      """;

  private static void removeClass(Path from, Path to, String name) throws IOException {
    Files.copy(from, to);
    try (var zip = java.nio.file.FileSystems.newFileSystem(to)) {
      Files.delete(zip.getPath("/" + name));
    }
  }

  @Test
  void missingDirectoryIsNamed() throws IOException {
    Files.delete(plugins);
    String message =
        String.valueOf(assertThrows(InputException.class, this::problems).getMessage());
    assertTrue(message.contains("plugins: the plugin directory does not exist"), message);
  }
}
