package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** A trained adapter goes to another program and back, and into the base weights. */
final class AdapterFilesTest {
  @TempDir private Path folder = Path.of("");
  private String run = "";

  /** Trains modules that act on all tokens, so that their adapter can be merged. */
  @BeforeEach
  void train() throws IOException {
    String recipe = TinyRun.create(folder).config();
    checkGood(Commands.run("train", recipe, "max_train_steps=1", "lora.targets=to_q,net.0.proj"));
    run = folder.resolve("out").toString();
  }

  @Test
  void infoSaysWhatTheRunHasTrained() {
    Commands info = checkGood(Commands.run("adapter", "info", run));
    for (String said :
        new String[] {
          "format      diffusers",
          "rank        4",
          "alpha       4.0",
          "targets     to_q, net.0.proj",
          "norm_lora = all",
          "base_fingerprint = ",
          "switch.probability = 0.5"
        }) {
      assertTrue(info.out().contains(said), () -> said + " is missing in " + info.out());
    }
    assertTrue(!info.out().contains("output_dir"), info.out());
  }

  @Test
  void exportedAndImportedItIsTheSame() throws IOException {
    String there = folder.resolve("kohya.safetensors").toString();
    Path back = folder.resolve("back.safetensors");
    checkGood(Commands.run("adapter", "export", run, "--format", "kohya", "--output", there));
    checkGood(Commands.run("adapter", "import", run, "--lora", there, "--output", back.toString()));
    assertEquals(-1, Files.mismatch(back, folder.resolve("out/pytorch_lora_weights.safetensors")));

    Commands again = Commands.run("adapter", "export", run, "--format", "kohya", "--output", there);
    assertEquals(2, again.code());
    assertTrue(again.err().contains("is not overwritten"), again.err());

    String other = folder.resolve("other.safetensors").toString();
    Commands unknown =
        Commands.run("adapter", "export", run, "--format", "koyha", "--output", other);
    assertEquals(2, unknown.code());
    assertTrue(
        unknown.err().startsWith("sdvgen: --format koyha: the backbone's adapters have no such"),
        unknown.err());
  }

  @Test
  void aMergedCheckpointGenerates() {
    Path merged = folder.resolve("merged");
    Commands merge =
        checkGood(Commands.run("adapter", "merge", run, "--output", merged.toString()));
    assertTrue(merge.err().contains("merge  weight"), merge.err());
    checkGood(
        Commands.run(
            "generate",
            "--config",
            run,
            "--prompt",
            "a ball",
            "--output",
            folder.resolve("ball.mp4").toString(),
            "backbone.checkpoint=" + merged));
    Commands again = Commands.run("adapter", "merge", run, "--output", merged.toString());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("is not overwritten"), again.err());
  }

  private static Commands checkGood(Commands command) {
    assertEquals(0, command.code(), command.err());
    return command;
  }
}
