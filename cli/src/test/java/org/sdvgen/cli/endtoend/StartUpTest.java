package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What short commands leave alone: each of these takes longer to load than they do for the rest.
 */
final class StartUpTest {
  /** Native libraries: the engine, the tokenizers, FFmpeg, and the way to all of them. */
  private static final List<String> NATIVE =
      List.of(
          "ai.djl.pytorch.",
          "ai.djl.engine.",
          "ai.djl.huggingface.",
          "ai.djl.sentencepiece.",
          "org.bytedeco.",
          "com.sun.jna.");

  private static final String LOG = "org.apache.logging.log4j.core.";

  @TempDir private Path folder = Path.of("");

  /** The names of the classes that a command loads, all of Java's included. */
  private List<String> classes(String... arguments) throws IOException, InterruptedException {
    Path list = folder.resolve("classes.txt");
    Program program =
        Program.start(
            List.of(), List.of("-Xlog:class+load:file=" + list + "::filecount=0"), arguments);
    assertEquals(0, program.code(), program.output());
    try (Stream<String> lines = Files.lines(list)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .map(line -> line.replaceAll("^(\\[[^]]*\\])+ ", "").replaceAll(" source: .*", ""))
          .toList();
    }
  }

  private static void assertNone(List<String> prefixes, List<String> classes) {
    assertTrue(classes.contains("org.sdvgen.cli.Main"), "the list is of another program");
    assertEquals(
        List.of(),
        classes.stream().filter(name -> prefixes.stream().anyMatch(name::startsWith)).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "plugins", "config explain lora.rank", "random-weights --list"})
  void neitherNativeLibrariesNorTheLogAreLoaded(String command) throws Exception {
    List<String> classes = classes(command.split(" ", -1));
    assertNone(NATIVE, classes);
    assertNone(List.of(LOG), classes);
  }

  @Test
  void configurationsAreReadWithoutNativeLibraries() throws Exception {
    assertNone(NATIVE, classes("config", "show", TinyRun.create(folder).config()));
  }
}
