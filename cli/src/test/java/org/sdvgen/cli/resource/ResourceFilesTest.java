package org.sdvgen.cli.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.bench.StepBench;
import picocli.CommandLine;

final class ResourceFilesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void filesAndFoldersAreCopied() throws Exception {
    ResourceFiles.copy(StepBench.class, List.of("bench.yaml", "cogvideox"), folder);
    Path tokenizer = Path.of("..", "recipes", "toy-base", "tokenizer", "spiece.model");
    assertTrue(Files.exists(folder.resolve("bench.yaml")));
    assertEquals(
        -1,
        Files.mismatch(tokenizer, folder.resolve("cogvideox/model/tokenizer/spiece.model")),
        "same file");
  }

  @Test
  void jarsAreReadToo() throws Exception {
    ResourceFiles.copy(CommandLine.class, List.of("CommandLine.class"), folder);
    try (var resource = CommandLine.class.getResourceAsStream("CommandLine.class")) {
      assertEquals(resource.readAllBytes().length, Files.size(folder.resolve("CommandLine.class")));
    }
  }

  @Test
  void missingResourceIsADefect() {
    assertThrows(
        IllegalStateException.class,
        () -> ResourceFiles.copy(StepBench.class, List.of("nothing"), folder));
  }
}
