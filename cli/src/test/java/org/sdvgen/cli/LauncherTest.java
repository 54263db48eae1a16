package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The POSIX launcher, in a distribution and a checkout whose paths have blanks. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  @TempDir private Path temporary = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void unpackADistribution() throws IOException {
    home = Files.createDirectories(temporary.toRealPath().resolve("a program"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(Path.of("..", "sdvgen"), home.resolve("sdvgen"));
  }

  @Test
  void runsWhatLiesBesideIt() throws Exception {
    Result result = launch(home.resolve("sdvgen"), Map.of(), "generate", "--prompt", "a b");
    assertEquals(0, result.code(), result.text());
    assertTrue(result.lines().contains("-Dsdvgen.home=" + home), result.text());
    assertTrue(result.lines().contains(home + "/lib/*"), result.text());
    assertTrue(result.lines().contains("a b"), "arguments stay whole: " + result.text());
    assertFalse(result.text().contains("jna.library.path"), result.text());
  }

  @Test
  void findsItsFolderThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(
            Files.createDirectory(temporary.resolve("bin")).resolve("sdvgen"),
            Path.of("..", "a program", "sdvgen"));
    Result result = launch(link, Map.of());
    assertTrue(result.lines().contains("-Dsdvgen.home=" + home), result.text());
  }

  @Test
  void wrongJavaHomeIsNamed() throws Exception {
    Result result = launch(home.resolve("sdvgen"), Map.of("JAVA_HOME", "/nowhere"));
    assertEquals(ExitCode.WRONG_INPUT, result.code());
    assertTrue(result.text().contains("JAVA_HOME is /nowhere"), result.text());
  }

  @Test
  void oldJavaIsRefused() throws Exception {
    Path java = Files.createDirectories(temporary.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
    assertTrue(java.toFile().setExecutable(true));
    Result result =
        launch(home.resolve("sdvgen"), Map.of("JAVA_HOME", temporary.resolve("old").toString()));
    assertEquals(ExitCode.WRONG_INPUT, result.code());
    assertTrue(result.text().contains("Java 11, but 17 or later"), result.text());
  }

  @Test
  void torchOfAnEnvironmentIsUsed() throws Exception {
    Path site = torch("2.7.1+cu126");
    Result result =
        launch(
            home.resolve("sdvgen"), Map.of("SDVGEN_TORCH", temporary.resolve("venv").toString()));
    assertEquals(0, result.code(), result.text());
    assertTrue(
        result.text().contains("PYTORCH_LIBRARY_PATH=" + site.resolve("torch/lib")), result.text());
    assertTrue(
        result.lines().contains("-Djna.library.path=" + site.resolve("nvidia/cuda_runtime/lib")),
        result.text());
  }

  @Test
  void anotherTorchIsRefusedSinceItWouldCrash() throws Exception {
    torch("2.11.0");
    Result result =
        launch(
            home.resolve("sdvgen"), Map.of("SDVGEN_TORCH", temporary.resolve("venv").toString()));
    assertEquals(ExitCode.WRONG_INPUT, result.code());
    assertTrue(result.text().contains("torch 2.11.0, but 2.7.1 is needed"), result.text());
  }

  /**
   * A program of one class, which says that it runs, in a folder without blanks: Java 17 finds no
   * shared classes of jars behind one.
   */
  private void install() throws IOException {
    Path other = temporary.toRealPath().resolve("program");
    Files.move(home, other);
    home = other;
    Path source = temporary.resolve("Main.java");
    Files.writeString(
        source,
        """
        package org.sdvgen.cli;
        public final class Main {
          public static void main(String[] arguments) {
            System.out.println("it runs " + String.join(" ", arguments));
          }
        }
        """);
    Path classes = Files.createDirectories(temporary.resolve("classes"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertEquals(0, compiled);
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(home.resolve("lib/program.jar")))) {
      jar.putNextEntry(new ZipEntry("org/sdvgen/cli/Main.class"));
      Files.copy(classes.resolve("org/sdvgen/cli/Main.class"), jar);
    }
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private void awaitArchive() throws IOException, InterruptedException {
    for (int i = 0; archives().isEmpty() && i < 600; i++) {
      Thread.sleep(50);
    }
    assertEquals(1, archives().size());
  }

  /** The first start makes the archive, later ones use it, and other jars make another. */
  @Test
  void classesAreSharedFromTheSecondStartOn() throws Exception {
    install();
    Path launcher = home.resolve("sdvgen");
    Result first = run(launcher, Map.of(), "generate");
    assertEquals("it runs generate", first.text().strip());
    awaitArchive();
    assertTrue(Files.size(archives().get(0)) > 100_000);
    String option = "-XX:SharedArchiveFile=" + archives().get(0);
    assertTrue(launch(launcher, Map.of(), "generate").lines().contains(option));
    Result second =
        run(launcher, Map.of("SDVGEN_JAVA_OPTS", "-Xlog:class+load:stdout"), "generate");
    assertTrue(second.text().contains("org.sdvgen.cli.Main source: shared objects file (top)"));
    Result otherCollector =
        run(launcher, Map.of("SDVGEN_JAVA_OPTS", "-XX:+UseParallelGC"), "generate");
    assertEquals("it runs generate", otherCollector.text().strip());

    Files.setLastModifiedTime(
        home.resolve("lib/program.jar"), FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    assertFalse(launch(launcher, Map.of(), "generate").lines().contains(option));
  }

  /** A Java that makes no archive is not asked at every start. */
  @Test
  void nothingIsMadeTwiceWhereItCannotBe() throws Exception {
    Path launcher = home.resolve("sdvgen");
    Result broken = run(launcher, Map.of(), "generate");
    assertTrue(broken.text().contains("org.sdvgen.cli.Main"), broken.text());
    awaitArchive();
    assertEquals(0, Files.size(archives().get(0)));
    Result shown = launch(launcher, Map.of(), "generate");
    assertFalse(shown.text().contains("SharedArchiveFile"), shown.text());
  }

  @Test
  void shortCommandsAreCompiledQuickly() throws Exception {
    for (String command : List.of("--help", "plugins", "config", "plan")) {
      assertTrue(isQuick(command), command);
    }
    assertTrue(isQuick("train", "--help"));
    assertFalse(isQuick("train", "a.yaml"));
    assertFalse(isQuick("generate", "--prompt=plugins --help"));
  }

  private boolean isQuick(String... arguments) throws Exception {
    return launch(home.resolve("sdvgen"), Map.of(), arguments)
        .lines()
        .contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void localeThatKnowsAsciiAloneIsReplaced() throws Exception {
    Map<String, String> posix =
        Map.of("LC_ALL", "C", "SDVGEN_JAVA_OPTS", "-XshowSettings:properties -version");
    Result result = run(home.resolve("sdvgen"), posix);
    assertEquals(0, result.code(), result.text());
    assertTrue(result.text().contains("sun.jnu.encoding = UTF-8"), result.text());
  }

  @Test
  void firstStartsAtOnceBuildOnce() throws Exception {
    Path checkout = checkout();
    List<CompletableFuture<Result>> starts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      starts.add(CompletableFuture.supplyAsync(() -> uncheckedLaunch(checkout)));
    }
    for (CompletableFuture<Result> start : starts) {
      assertEquals(0, start.get().code(), start.get().text());
      assertTrue(start.get().lines().contains(checkout + "/cli/target/dist/lib/*"));
    }
    assertEquals(1, builds(checkout));
  }

  @Test
  void contentDecidesWhetherToBuildAgain() throws Exception {
    Path first = checkout();
    assertEquals(0, uncheckedLaunch(first).code());
    Path copy = temporary.toRealPath().resolve("copy");
    copyWithNewTimes(first, copy);
    assertEquals(0, uncheckedLaunch(copy).code());
    assertEquals(1, builds(copy), "nothing has changed but the times");

    Path source = copy.resolve("cli/src/main/java/A.java");
    FileTime time = Files.getLastModifiedTime(source);
    Files.writeString(source, "class B {}");
    Files.setLastModifiedTime(source, time);
    assertEquals(0, uncheckedLaunch(copy).code());
    assertEquals(2, builds(copy), "another content, with the time that the file had");

    Files.delete(copy.resolve("recipes/toy.yaml"));
    assertEquals(0, uncheckedLaunch(copy).code());
    assertEquals(3, builds(copy), "a file is gone");
  }

  @Test
  void buildThatWasKilledHoldsUpNobody() throws Exception {
    Path checkout = checkout();
    Process ended = new ProcessBuilder("sh", "-c", "echo $(uname -n) $$").start();
    String owner = new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    ended.waitFor();
    Path target = Files.createDirectories(checkout.resolve("cli/target"));
    Files.createSymbolicLink(target.resolve(".building"), Path.of(owner.strip()));
    assertEquals(0, uncheckedLaunch(checkout).code());
    assertEquals(1, builds(checkout));
    assertFalse(Files.exists(target.resolve(".building"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void buildThatFailsIsTriedAgain() throws Exception {
    Path checkout = checkout();
    Path maven = checkout.resolve("mvnw");
    String good = Files.readString(maven);
    Files.writeString(maven, "#!/bin/sh\nexit 1\n");
    Result failed = uncheckedLaunch(checkout);
    assertEquals(ExitCode.WRONG_INPUT, failed.code());
    assertTrue(failed.text().contains("the build failed"), failed.text());
    Files.writeString(maven, good);
    assertEquals(0, uncheckedLaunch(checkout).code());
    assertEquals(1, builds(checkout));
  }

  /** What the launcher of Windows asks, which runs nowhere else. */
  @Test
  void contentDecidesOnWindowsToo() throws Exception {
    Path checkout = checkout();
    assertFalse(isBuilt(checkout), "nothing is built yet");
    Files.createDirectories(checkout.resolve("cli/target/dist/lib"));
    assertFalse(isBuilt(checkout), "nobody knows from what");
    assertEquals(0, sources("mark", checkout));
    assertTrue(isBuilt(checkout));
    Path copy = temporary.toRealPath().resolve("copy");
    copyWithNewTimes(checkout, copy);
    assertTrue(isBuilt(copy), "nothing has changed but the times");

    Files.writeString(copy.resolve("recipes/weights.safetensors"), "left by a run");
    Files.writeString(copy.resolve("cli/src/main/java/.A.java.swp"), "an editor's");
    Files.writeString(copy.resolve("README.md"), "not built");
    assertTrue(isBuilt(copy));
    for (String file : List.of("pom.xml", "cli/pom.xml", "cli/src/main/java/A.java")) {
      String text = Files.readString(copy.resolve(file));
      Files.writeString(copy.resolve(file), "other");
      assertFalse(isBuilt(copy), file);
      Files.writeString(copy.resolve(file), text);
    }
    assertTrue(isBuilt(copy), "all is as it was");
    Files.move(copy.resolve("recipes/toy.yaml"), copy.resolve("recipes/other.yaml"));
    assertFalse(isBuilt(copy), "a file has another name");
  }

  private boolean isBuilt(Path checkout) throws Exception {
    return sources("check", checkout) == 0;
  }

  private int sources(String what, Path checkout) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(java, "-cp", compiled(), "Sources", what, checkout.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  /** The launcher has it compiled at every start, which takes longer than all else here. */
  private String compiled() {
    Path folder = temporary.resolve("compiled");
    if (!Files.exists(folder)) {
      String source = Path.of("..", "tools", "launcher", "Sources.java").toString();
      int code =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "-d", folder.toString(), source);
      assertEquals(0, code);
    }
    return folder.toString();
  }

  /** A source checkout whose build takes a second and makes an empty folder of libraries. */
  private Path checkout() throws IOException {
    Path checkout = Files.createDirectories(temporary.toRealPath().resolve("a checkout"));
    for (String file :
        List.of("pom.xml", "cli/pom.xml", "cli/src/main/java/A.java", "recipes/toy.yaml")) {
      Files.createDirectories(checkout.resolve(file).resolveSibling(""));
      Files.writeString(checkout.resolve(file), file);
    }
    Files.copy(Path.of("..", "sdvgen"), checkout.resolve("sdvgen"));
    Path maven = checkout.resolve("mvnw");
    Files.writeString(maven, "#!/bin/sh\necho >> builds\nsleep 1\nmkdir -p cli/target/dist/lib\n");
    assertTrue(maven.toFile().setExecutable(true));
    return checkout;
  }

  private static int builds(Path checkout) throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  private static void copyWithNewTimes(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    to.resolve("mvnw").toFile().setExecutable(true);
  }

  private static Result uncheckedLaunch(Path checkout) {
    try {
      return launch(checkout.resolve("sdvgen"), Map.of());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path torch(String version) throws IOException {
    Path site =
        Files.createDirectories(temporary.resolve("venv/lib/python3.11/site-packages/torch/lib"))
            .resolve("../..")
            .normalize();
    Files.createDirectories(site.resolve("nvidia/cuda_runtime/lib"));
    Files.writeString(
        site.resolve("torch/version.py"), "__version__ = '" + version + "'\ndebug = False\n");
    return site;
  }

  /** What the launcher would run, one argument a line. */
  private record Result(int code, List<String> lines, String text) {}

  private static Result launch(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Map<String, String> shown = new HashMap<>(environment);
    shown.put("SDVGEN_LAUNCH", "show");
    return run(launcher, shown, arguments);
  }

  private static Result run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("SDVGEN_TORCH", "PYTORCH_LIBRARY_PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text.lines().toList(), text);
  }
}
