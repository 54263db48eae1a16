package org.sdvgen.host.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.host.FakeRun;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.TestPlugin;

/** Memory that runs out although the plan fits: one message, and the last checkpoint goes on. */
final class MemoryExhaustedTest {
  @TempDir private Path folder;

  private FakeRun run() {
    return FakeRun.in(folder)
        .with("checkpointing_steps", "2")
        .with("track.short.objective.name", "failing")
        .with("track.long.objective.name", "failing");
  }

  @ParameterizedTest
  @CsvSource({
    "exhausted, memory is exhausted: CUDA out of memory. Tried 2 GiB.",
    "heap, memory is exhausted: Java's heap: Java heap space."
  })
  void messageHasThePlansAdviceAndTheRunGoesOn(String what, String beginning) {
    FakeRun failing =
        run().with("track.short.objective." + what, "3").with("track.long.objective." + what, "3");
    try (Sdvgen sdvgen = failing.builder().plugin(new TestPlugin()).open()) {
      InputException e = assertThrows(InputException.class, () -> sdvgen.trainer().train());
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith(beginning), message);
      assertTrue(message.contains("The largest phase is \""), message);
      assertTrue(message.contains("sdvgen plan shows every part"), message);
    }
    FakeRun repaired = run().with("resume_changed_recipe", "true");
    try (Sdvgen sdvgen = repaired.builder().plugin(new TestPlugin()).open()) {
      assertEquals(2, sdvgen.trainer().plan().firstStep());
      assertTrue(sdvgen.trainer().train().complete());
    }
  }
}
