package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;
import org.sdvgen.runtime.media.VideoFile;
import org.sdvgen.runtime.media.VideoInfo;

/** Train, save, load in another process, generate. */
final class TrainAndGenerateTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void trainsOnFilesAndGeneratesInAnotherProcess() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Commands train = Commands.run("train", run.config());
    assertEquals(0, train.code(), train.err());
    assertTrue(train.err().contains("step 4/4"), train.err());
    assertTrue(train.out().contains(run.adapter().toString()), train.out());
    assertEquals(4, Files.readAllLines(folder.resolve("out/metrics.jsonl")).size());
    assertTrue(Files.isDirectory(folder.resolve("out/checkpoint-4")));

    Program generate =
        Program.start(
            List.of(),
            "generate",
            "--config=" + run.config(),
            "--lora=" + run.adapter(),
            "--reference=" + run.file("pictures/source0.png"),
            "--subject=star",
            "--prompt=a star moves left on the grass",
            "--output=" + run.file("star.mp4"),
            "--frames-dir=" + run.file("frames"));
    assertEquals(0, generate.code(), generate.output());
    VideoInfo video = new VideoFile(folder.resolve("star.mp4"), notice -> {}).probe();
    assertEquals(TinyRun.SIZE, video.width());
    assertEquals(TinyRun.SIZE, video.height());
    assertEquals(TinyRun.FPS, video.framesPerSecond(), 1e-6);
    assertEquals(TinyRun.FRAMES / TinyRun.FPS, video.seconds(), 0.01);
    try (var frames = Files.list(folder.resolve("frames"))) {
      assertEquals(TinyRun.FRAMES, frames.count());
    }
  }

  /** Without effect it is as if it were not there; two that cancel are nothing but rounding. */
  @Test
  void adaptersHaveWeights() throws Exception {
    TinyRun run = TinyRun.create(folder);
    assertEquals(0, Commands.run("train", run.config(), "learning_rate=0.05").code());
    byte[] bare = frame(run, "bare");
    String lora = "--lora=" + run.adapter();
    assertArrayEquals(bare, frame(run, "off", lora + ":0"));
    byte[] whole = frame(run, "whole", lora);
    assertFalse(Arrays.equals(bare, whole));
    assertFalse(Arrays.equals(whole, frame(run, "both", lora, lora + ":-0.5")));
  }

  private byte[] frame(TinyRun run, String name, String... adapters) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(adapters));
    arguments.addAll(
        List.of(
            "--config=" + run.config(),
            "--prompt=a ball in the snow",
            "--output=" + run.file(name + ".mp4"),
            "--frames-dir=" + run.file(name)));
    arguments.add(0, "generate");
    Commands generate = Commands.run(arguments.toArray(String[]::new));
    assertEquals(0, generate.code(), generate.err());
    for (String adapter : adapters) {
      String said = adapter.replace("--lora=", "adapter ");
      assertTrue(generate.err().lines().anyMatch(said::equals), generate.err());
    }
    return Files.readAllBytes(folder.resolve(name).resolve("0004.png"));
  }

  @Test
  void sameSeedSameVideo() throws Exception {
    TinyRun run = TinyRun.create(folder);
    for (String name : List.of("first.mp4", "second.mp4")) {
      Commands generate =
          Commands.run(
              "generate",
              "--config=" + run.config(),
              "--prompt=a ball in the snow",
              "--output=" + run.file(name));
      assertEquals(0, generate.code(), generate.err());
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("first.mp4")),
        Files.readAllBytes(folder.resolve("second.mp4")));
  }
}
