package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdvgen.api.error.InputException;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.Sdvgen;
import org.sdvgen.host.TrainingListener;

/** The use of memory changes no bit of what is trained and generated. */
final class MemoryModesTest {
  /** A Wan 2.2 checkpoint of tiny sizes. */
  private static final Path WAN =
      Path.of(System.getProperty("repository.root", ""))
          .resolve("backbone-wan22/src/test/resources/golden/wan22/model");

  @TempDir private Path folder;

  private String recipe(String backbone) throws IOException {
    Path config = Path.of(TinyRun.create(folder).config());
    String text = Files.readString(config);
    if (backbone.equals("wan22")) {
      TinyRun.copyWithoutWeights(WAN, "", folder.resolve("wan"));
      text = text.replace("cogvideox, checkpoint: model", "wan22, checkpoint: wan");
      text = text.replace("48", "64");
    }
    // The cache's probe is longer than the tiny model takes.
    text = text.replace("dtype: fp32}", "dtype: fp32, long_prompts: truncate}");
    Files.writeString(
        config,
        text
            + """
            cache: {variants: 1}
            validation:
              steps: 2
              loss_steps: 2
              loss_samples: 1
              prompts:
                - {prompt: "a star on the sand", image: pictures/source0.png, subject: star}
                - {prompt: "a ball moves left"}
            """);
    return config.toString();
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private void train(String recipe, String name, String... settings) {
    String[] all = new String[settings.length + 6];
    all[0] = "train";
    all[1] = recipe;
    all[2] = "output_dir=" + out(name);
    all[3] = "max_train_steps=2";
    all[4] = "track.identity.held_out=1";
    all[5] = "track.motion.held_out=1";
    System.arraycopy(settings, 0, all, 6, settings.length);
    Commands run = Commands.run(all);
    assertEquals(0, run.code(), name + ": " + run.err() + run.out());
  }

  private void assertSameFiles(String expected, String actual) throws IOException {
    for (String file :
        List.of(
            "pytorch_lora_weights.safetensors",
            "validation/step-0/00.mp4",
            "validation/step-2/00.mp4",
            "validation/step-2/01.mp4")) {
      assertArrayEquals(
          Files.readAllBytes(out(expected).resolve(file)),
          Files.readAllBytes(out(actual).resolve(file)),
          actual + ": " + file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cogvideox", "wan22"})
  void allModesGiveTheSameBits(String backbone) throws IOException {
    String recipe = recipe(backbone);
    train(recipe, "resident");
    // Prompts of a cache are embedded one by one, which may change the last bits of a video.
    String[] cache = {"cache.folder=" + folder.resolve("cache"), "cache.text=true"};
    train(recipe, "resident-cached", cache);
    for (String mode : List.of("phased", "stream")) {
      train(recipe, mode, "memory.mode=" + mode);
      assertSameFiles("resident", mode);
      train(recipe, mode + "-cached", "memory.mode=" + mode, cache[0], cache[1]);
      assertSameFiles("resident-cached", mode + "-cached");
    }
    assertArrayEquals(generated(recipe, "resident"), generated(recipe, "phased"));
    assertArrayEquals(generated(recipe, "resident"), generated(recipe, "stream"));
  }

  /** A video with two adapters together, of a guided reference. */
  private byte[] generated(String recipe, String mode) throws IOException {
    Path video = folder.resolve(mode + ".mp4");
    String adapter = out("resident").resolve("pytorch_lora_weights.safetensors").toString();
    Commands generate =
        Commands.run(
            "generate",
            "--config=" + recipe,
            "--lora=" + adapter + ":0.5",
            "--lora=" + out("phased").resolve("checkpoint-2/pytorch_lora_weights.safetensors"),
            "--reference=" + folder.resolve("pictures/source0.png"),
            "--subject=star",
            "--prompt=a star moves left on the grass",
            "--output=" + video,
            "memory.mode=" + mode);
    assertEquals(0, generate.code(), generate.err());
    return Files.readAllBytes(video);
  }

  private static void cutShort(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileThatIsCutShortWhileBlocksAreStreamedEndsTheRunWithoutLoss() throws IOException {
    Path config = Path.of(TinyRun.create(folder).config());
    String[] settings = {"checkpointing_steps=1", "memory.mode=stream", "max_train_steps=3"};
    Commands whole =
        Commands.run(
            "train", config.toString(), settings[0], settings[2], "output_dir=" + out("whole"));
    assertEquals(0, whole.code(), whole.err());
    Path weights = folder.resolve("model/transformer/diffusion_pytorch_model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    TrainingListener damage =
        new TrainingListener() {
          @Override
          public void checkpointSaved(long step, Path checkpoint) {
            cutShort(weights);
          }
        };
    try (Sdvgen sdvgen = Sdvgen.open(config, settings)) {
      InputException e = assertThrows(InputException.class, () -> sdvgen.trainer().train(damage));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains(weights + ": tensor "), message);
      assertTrue(message.contains("after it was opened"), message);
    }
    Commands damaged = Commands.run("train", config.toString(), settings[1], settings[2]);
    assertEquals(2, damaged.code(), damaged.err());
    Files.write(weights, bytes);
    Commands resumed =
        Commands.run("train", config.toString(), settings[0], settings[1], settings[2]);
    assertEquals(0, resumed.code(), resumed.err());
    assertTrue(resumed.err().contains("checkpoint-1"), resumed.err());
    assertArrayEquals(
        Files.readAllBytes(out("whole").resolve("pytorch_lora_weights.safetensors")),
        Files.readAllBytes(folder.resolve("out/pytorch_lora_weights.safetensors")));
  }
}
