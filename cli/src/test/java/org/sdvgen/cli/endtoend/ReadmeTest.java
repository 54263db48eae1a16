package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.runtime.media.VideoFile;

/** What README.md shows is run as it stands there. */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir private Path folder = Path.of("");

  @Test
  void programTrainsAndGenerates() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Sources.compile(
        "TrainAndGenerate",
        Sources.fromDocument(README, "TrainAndGenerate"),
        System.getProperty("java.class.path"),
        classes);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      String[] arguments = {run.config(), run.file("pictures/source0.png"), run.file("star.mp4")};
      loader
          .loadClass("TrainAndGenerate")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    }
    assertTrue(Files.exists(run.adapter()));
    assertEquals(
        TinyRun.SIZE, new VideoFile(folder.resolve("star.mp4"), notice -> {}).probe().width());
  }

  @Test
  void pluginIsDroppedInAndTrainedWith() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Path plugins = pluginJar();
    String choice = "switch.name=round-robin";
    Commands train =
        Commands.run(
            "train", run.config(), choice, "switch.probability=0.5", "--plugin-dir=" + plugins);
    assertEquals(2, train.code(), "a setting of another policy is refused");
    assertTrue(train.err().contains("switch.probability"), train.err());

    train = Commands.run("train", run.config(), choice, "--plugin-dir=" + plugins);
    assertEquals(0, train.code(), train.err());
    assertEquals(List.of("identity", "motion", "identity", "motion"), tracks());
  }

  @Test
  void pluginsBesideTheLauncherAreListed() throws Exception {
    pluginJar();
    String before = System.getProperty("sdvgen.home");
    System.setProperty("sdvgen.home", folder.toString());
    try {
      Commands plugins = Commands.run("plugins");
      assertEquals(0, plugins.code(), plugins.err());
      assertTrue(plugins.out().contains("round-robin  Trains the tracks in turn"), plugins.out());
      assertTrue(plugins.out().contains("round-robin.jar"), plugins.out());
    } finally {
      if (before == null) {
        System.clearProperty("sdvgen.home");
      } else {
        System.setProperty("sdvgen.home", before);
      }
    }
  }

  @Test
  void recipesFitTheProgram() throws Exception {
    try (DirectoryStream<Path> recipes =
        Files.newDirectoryStream(Path.of("..", "recipes"), "*-5b*.yaml")) {
      for (Path recipe : recipes) {
        Sdvgen.open(recipe).close();
      }
    }
  }

  private Path pluginJar() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Sources.compile(
        "RoundRobinPlugin",
        Sources.fromDocument(README, "RoundRobinPlugin"),
        Sources.contractOnly(),
        classes);
    Sources.jar(
        classes,
        "org.sdvgen.api.plugin.Plugin",
        "RoundRobinPlugin",
        plugins.resolve("round-robin.jar"));
    return plugins;
  }

  private List<String> tracks() throws Exception {
    return Files.readAllLines(folder.resolve("out/metrics.jsonl")).stream()
        .map(line -> line.replaceAll(".*\"track\":\"(\\w+)\".*", "$1"))
        .toList();
  }
}
