package org.sdvgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.GenerationSettings;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

final class CommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "plan",
        "generate",
        "demo",
        "adapter",
        "fit-codec",
        "random-weights",
        "quantize",
        "config",
        "plugins",
        "plugin",
        "doctor",
        "bench"
      })
  void everyCommandExplainsItself(String command) {
    Commands help = Commands.run(command, "--help");
    assertEquals(ExitCode.GOOD, help.code());
    assertTrue(help.out().startsWith("Usage: sdvgen " + command), help.out());
    assertTrue(help.out().contains("--stacktrace"));
  }

  @Test
  void everySettingOfGenerationIsAnOption() {
    String help = Commands.run("generate", "--help").out();
    List<String> missing =
        GenerationSettings.describe().stream()
            .map(setting -> "--" + setting.key().replace('_', '-') + "=")
            .filter(option -> !help.contains(option))
            .toList();
    assertEquals(List.of(), missing, help);
    assertTrue(help.contains("both, conditional"), help);
  }

  @Test
  void commandMissing() {
    Commands none = Commands.run();
    assertEquals(ExitCode.WRONG_INPUT, none.code());
    assertTrue(none.err().contains("sdvgen demo"), none.err());
  }

  @Test
  void misspeltCommandGetsASuggestion() {
    Commands wrong = Commands.run("trian");
    assertEquals(ExitCode.WRONG_INPUT, wrong.code());
    assertTrue(wrong.err().contains("train"), wrong.err());
  }

  @Test
  void misspeltOptionGetsASuggestion() {
    Commands wrong = Commands.run("demo", "--outptu-dir=x");
    assertEquals(ExitCode.WRONG_INPUT, wrong.code());
    assertTrue(wrong.err().contains("--output-dir"), wrong.err());
  }

  @Test
  void configAndCheckpointExcludeEachOther() {
    Commands both =
        Commands.run(
            "generate", "--config=a", "--checkpoint=b", "--backbone=c", "--prompt=a fox runs");
    assertEquals(ExitCode.WRONG_INPUT, both.code());
    assertTrue(both.err().contains("--config"), both.err());
  }

  @Test
  void missingConfigurationIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("nothing.yaml");
    Commands missing = Commands.run("train", file.toString());
    assertEquals(ExitCode.WRONG_INPUT, missing.code(), missing.err());
    assertTrue(missing.err().contains(file.toString()), missing.err());
    assertFalse(missing.err().contains("\tat "), "no stack trace: " + missing.err());
  }

  @Test
  void namesCannotSteerTheTerminal(@TempDir Path folder) {
    Commands missing =
        Commands.run("train", folder.resolve("no\u001b]0;x\u0007\u202e.yaml").toString());
    assertEquals(ExitCode.WRONG_INPUT, missing.code(), missing.err());
    assertTrue(missing.err().contains("no\\x1b]0;x\\x07\\u202e.yaml"), missing.err());
    assertFalse(missing.err().contains("\u001b"), missing.err());
  }

  @Test
  void aNameWithALineEndStaysOnTheLineOfItsMessage(@TempDir Path folder) {
    Commands missing = Commands.run("train", folder.resolve("two\nlines.yaml").toString());
    assertEquals(ExitCode.WRONG_INPUT, missing.code(), missing.err());
    assertTrue(missing.err().contains("two\\x0alines.yaml"), missing.err());
    assertEquals(1, missing.err().lines().count(), missing.err());
    Commands unknown = Commands.run("train", "a.yaml", "--no\nsuch");
    assertTrue(unknown.err().contains("--no\\x0asuch"), unknown.err());
  }

  /** Escapes of others stay escapes, also where the help has colours. */
  @Test
  void helpHasColoursOnATerminalAndNamesHaveNone(@TempDir Path folder) {
    for (String[] help : new String[][] {{"--help"}, {"train", "--help"}}) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code = Main.run(new PrintWriter(out), new PrintWriter(err), Ansi.ON, help);
      assertEquals(ExitCode.GOOD, code, err.toString());
      assertTrue(out.toString().contains("\u001b[1m"), out.toString());
      assertFalse(out.toString().contains("\\x1b"), out.toString());
      Commands plain = Commands.run(help);
      String uncoloured = out.toString().replaceAll("\u001b\\[[0-9;]*m", "");
      assertEquals(plain.out(), uncoloured);
    }
    StringWriter err = new StringWriter();
    String file = folder.resolve("no\u001b[31m.yaml").toString();
    Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), Ansi.ON, "train", file);
    assertTrue(err.toString().contains("no\\x1b[31m.yaml"), err.toString());
    assertFalse(err.toString().contains("\u001b"), err.toString());
  }

  @Test
  void stacktraceOnRequest(@TempDir Path folder) {
    String file = folder.resolve("nothing.yaml").toString();
    Commands missing = Commands.run("train", file, "--stacktrace");
    assertEquals(ExitCode.WRONG_INPUT, missing.code());
    assertTrue(missing.err().contains("\tat org.sdvgen."), missing.err());
  }

  @Test
  void inputErrorsAreShownAlone() {
    StringWriter err = new StringWriter();
    int code = handle(new InputException("a.png cannot be read"), err);
    assertEquals(ExitCode.WRONG_INPUT, code);
    assertEquals("sdvgen: a.png cannot be read" + System.lineSeparator(), err.toString());
  }

  @Test
  void everythingElseIsADefect() {
    StringWriter err = new StringWriter();
    int code = handle(new IllegalStateException("lost"), err);
    assertEquals(ExitCode.DEFECT, code);
    assertTrue(err.toString().contains("IllegalStateException: lost"), err.toString());
    assertTrue(err.toString().contains("--stacktrace"), err.toString());
  }

  private static int handle(Exception error, StringWriter err) {
    CommandLine line = new CommandLine(new SdvgenCommand());
    line.setErr(new PrintWriter(err));
    return new PlainErrors()
        .handleExecutionException(error, line, ParseResult.builder(line.getCommandSpec()).build());
  }
}
