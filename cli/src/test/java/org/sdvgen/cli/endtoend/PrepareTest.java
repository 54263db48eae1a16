package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;

/** Preparing the latents of the tiny run's files, random crops included. */
final class PrepareTest {
  @TempDir private Path folder = Path.of("");

  private Commands run(String command, TinyRun run, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command, run.config()));
    arguments.addAll(List.of("cache.variants=2", "track.identity.micro_batch_size=1"));
    arguments.addAll(List.of(settings));
    Commands result = Commands.run(arguments.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
    return result;
  }

  private byte[] weights(String output) throws IOException {
    return Files.readAllBytes(folder.resolve(output).resolve("pytorch_lora_weights.safetensors"));
  }

  @Test
  void trainingOnPreparedLatentsEndsWithTheSameAdapter() throws IOException {
    TinyRun run = TinyRun.create(folder);
    String cache = "cache.folder=" + folder.resolve("cache");
    Commands prepare = run("prepare", run, cache);
    // Two pairs and two videos in two variants each; a pair has two pictures.
    assertTrue(prepare.out().startsWith("prepared 8 samples"), prepare.out());
    assertTrue(prepare.out().contains("12 entries made, 0 samples failed"), prepare.out());
    Commands again = run("prepare", run, cache, "dataloader_num_workers=0");
    assertTrue(again.out().contains(" 0 entries made"), again.out());
    run("train", run, "output_dir=" + folder.resolve("plain"), "dataloader_num_workers=0");
    run("train", run, cache, "output_dir=" + folder.resolve("prepared"));
    assertArrayEquals(weights("plain"), weights("prepared"));
  }
}
