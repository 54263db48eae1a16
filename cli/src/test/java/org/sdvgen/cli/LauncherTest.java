package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The POSIX launcher, in a distribution whose path has blanks. */
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
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("SDVGEN_TORCH", "PYTORCH_LIBRARY_PATH"));
    builder.environment().put("SDVGEN_LAUNCH", "show");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text.lines().toList(), text);
  }
}
