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

/** Comparing gradients on the tiny CogVideoX, whose dropout comes from PyTorch's own generator. */
final class AnalyzeTest {
  private static final List<String> HELD_OUT =
      List.of(
          "lora.dropout=0.2",
          "track.identity.held_out=1",
          "track.motion.held_out=1",
          "track.identity.analysis_batch_size=1");

  @TempDir private Path folder = Path.of("");

  private Commands run(String command, TinyRun run, String outputDir, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command, run.config()));
    arguments.addAll(HELD_OUT);
    arguments.add("output_dir=" + run.file(outputDir));
    arguments.addAll(List.of(settings));
    Commands result = Commands.run(arguments.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
    return result;
  }

  private byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(folder.resolve(file));
  }

  @Test
  void trainingKeepsItsBitsAndCheckpointsGiveTheSameFigures() throws IOException {
    TinyRun run = TinyRun.create(folder);
    run("train", run, "plain");
    Commands train = run("train", run, "analyzed", "analysis.steps=2");
    assertTrue(train.err().contains("gradients after 2 steps"), train.err());
    for (String file : List.of("pytorch_lora_weights.safetensors", "optimizer.safetensors")) {
      assertArrayEquals(
          bytes("plain/checkpoint-4/" + file), bytes("analyzed/checkpoint-4/" + file), file);
    }
    byte[] trained = bytes("analyzed/analysis.jsonl");
    Commands analyze = run("analyze", run, "analyzed", "analysis.steps=2");
    assertArrayEquals(trained, bytes("analyzed/analysis.jsonl"));
    assertTrue(analyze.out().contains("gradient-cosine.png"), analyze.out());
  }
}
