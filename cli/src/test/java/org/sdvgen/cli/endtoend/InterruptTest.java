package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** Ctrl-C while a run goes on: the first saves, the second does not wait. */
@DisabledOnOs(OS.WINDOWS)
final class InterruptTest {
  @TempDir private Path folder;

  @Test
  void interruptedRunSavesAndGoesOn() throws Exception {
    TinyRun run = TinyRun.create(folder);
    // Steps of the interrupted run must outlast the signal's way, so there are many.
    Program program = Program.start(List.of(), "train", run.config(), "max_train_steps=100000");
    program.awaitOutput("step 1/");
    program.interrupt();
    assertEquals(130, program.code(), program.output());
    assertTrue(program.output().contains("Stopping after this step"), program.output());
    assertTrue(program.output().contains("checkpoint-"), program.output());

    long reached = Files.readAllLines(folder.resolve("out/metrics.jsonl")).size();
    long target = reached + 2;
    Commands goOn =
        Commands.run(
            "train",
            run.config(),
            "max_train_steps=" + target,
            "lr_scheduler=constant",
            "resume_changed_recipe=true");
    assertEquals(0, goOn.code(), goOn.err());
    assertTrue(goOn.err().contains("resumed from"), goOn.err());
    assertEquals(target, Files.readAllLines(folder.resolve("out/metrics.jsonl")).size());
  }

  @Test
  void secondInterruptLeavesAtOnce() throws Exception {
    TinyRun run = TinyRun.create(folder);
    // The first step never ends, so nothing but the second interrupt can end the program.
    try (DebuggedProgram stuck =
        DebuggedProgram.stopIn(
            "org.sdvgen.host.training.TrainingLoop$Pass", "takeStep", "train", run.config())) {
      Program program = stuck.program();
      program.interrupt();
      program.awaitOutput("Ctrl-C again leaves at once");
      program.interrupt();
      assertEquals(130, program.code(), program.output());
    }
    assertFalse(Files.exists(folder.resolve("out/checkpoint-0")));
  }
}
