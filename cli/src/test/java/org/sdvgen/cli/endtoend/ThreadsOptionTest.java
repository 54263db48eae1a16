package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** The option that says how many threads share an operation, and what commands say of it. */
final class ThreadsOptionTest {
  private static final String SAID = "computes with 3 threads (threads = 3)";

  @TempDir private Path folder = Path.of("");

  @Test
  void optionSaysTheNumber() throws IOException {
    TinyRun run = TinyRun.create(folder);
    Commands plan = Commands.run("train", "--plan", "--threads=3", run.config());
    assertEquals(0, plan.code(), plan.err());
    assertTrue(plan.out().contains(SAID), plan.out());
    Commands generation =
        Commands.run(
            "generate",
            "--threads=3",
            "--config=" + run.config(),
            "--reference=" + run.file("pictures/source0.png"),
            "--subject=star",
            "--prompt=a star moves left on the grass",
            "--output=" + run.file("star.mp4"));
    assertEquals(0, generation.code(), generation.err());
    assertTrue(generation.err().contains(SAID), generation.err());
  }

  @Test
  void anotherTextIsRefused() throws IOException {
    TinyRun run = TinyRun.create(folder);
    Commands plan = Commands.run("train", "--plan", "--threads=many", run.config());
    assertEquals(2, plan.code(), plan.out());
    assertTrue(
        plan.err().contains("threads must be auto or a number from 1 to 1024: many"), plan.err());
  }
}
