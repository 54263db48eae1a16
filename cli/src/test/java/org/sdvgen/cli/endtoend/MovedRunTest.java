package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;
import org.sdvgen.host.checkpoint.TrainerState;

/** A run's folder is its configuration, wherever it lies. */
final class MovedRunTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void movedRunGoesOnWhereItIsNow() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Path old = folder.resolve("out");
    run("train", run.config(), "max_train_steps=1", "cache.folder=" + old.resolve("kept"));
    Path moved = Files.createDirectories(folder.resolve("elsewhere")).resolve("renamed");
    Files.move(old, moved);

    Commands resumed = run("train", moved.toString());
    assertTrue(resumed.err().contains("resumed from"), resumed.err());
    assertFalse(Files.exists(old));
    run("train", moved.toString(), "max_train_steps=2", "resume_changed_recipe=true");
    assertEquals(2, Files.readAllLines(moved.resolve("metrics.jsonl")).size());
    assertTrue(Files.isDirectory(moved.resolve("checkpoint-2")));
    assertFalse(Files.exists(old));
  }

  @Test
  void dataWithinTheFolderMoveWithIt() throws Exception {
    TinyRun run = TinyRun.create(folder.resolve("all"));
    run("train", run.config(), "max_train_steps=1", "output_dir=" + run.folder());
    Path moved = folder.resolve("moved");
    Files.move(run.folder(), moved);
    Commands resumed = run("train", moved.toString());
    assertTrue(resumed.err().contains("resumed from"), resumed.err());
    assertFalse(Files.exists(run.folder()));
  }

  @Test
  void runWithTheDefaultFolderGoesOnInIt() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Path config = folder.resolve("default.yaml");
    List<String> lines = Files.readAllLines(Path.of(run.config()));
    Files.write(config, lines.stream().filter(line -> !line.startsWith("output_dir")).toList());
    run("train", config.toString(), "max_train_steps=1");
    Path output = folder.resolve("output");
    run("train", output.toString());
    assertFalse(Files.exists(output.resolve("output")));
  }

  @Test
  void modelAndDataMayLieElsewhere() throws Exception {
    TinyRun run = TinyRun.create(folder);
    run("train", run.config(), "max_train_steps=1");
    Path model = Files.move(folder.resolve("model"), folder.resolve("other-model"));
    Files.move(folder.resolve("videos"), folder.resolve("other-videos"));
    String[] moved = {
      "train",
      run.config(),
      "max_train_steps=1",
      "backbone.device=cpu",
      "backbone.checkpoint=" + model,
      "track.motion.data.path=" + folder.resolve("other-videos")
    };
    Commands resumed = run(moved);
    assertTrue(resumed.err().contains("resumed from"), resumed.err());
    assertFalse(resumed.err().contains("recipe"), resumed.err());

    Path vae = model.resolve("vae/config.json");
    String text = Files.readString(vae);
    Files.writeString(vae, text + " ");
    Commands changed = Commands.run(moved);
    assertEquals(2, changed.code(), changed.err());
    assertTrue(changed.err().contains("its codec, text encoder, tokenizer"), changed.err());
    Files.writeString(vae, text);

    Files.writeString(folder.resolve("other-videos/clip0.txt"), "a ball moves left 0");
    Commands data = Commands.run(moved);
    assertEquals(2, data.code(), data.err());
    assertTrue(data.err().contains("track.motion.data gives as many samples"), data.err());
  }

  /** Hugging Face's cache is a folder of links. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void modelMayLieBehindLinks() throws Exception {
    TinyRun run = TinyRun.create(folder);
    run("train", run.config(), "max_train_steps=1");
    Path parts = Files.createDirectories(folder.resolve("parts"));
    try (Stream<Path> files = Files.list(folder.resolve("model"))) {
      for (Path file : files.toList()) {
        Files.createSymbolicLink(parts.resolve(file.getFileName()), file.toAbsolutePath());
      }
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), parts);
    Commands resumed =
        run("train", run.config(), "max_train_steps=1", "backbone.checkpoint=" + link);
    assertTrue(resumed.err().contains("resumed from"), resumed.err());
    assertFalse(resumed.err().contains("changed"), resumed.err());
  }

  @Test
  void otherNumbersOfAnAutoencoderInPlaceOfTheModelsAreNoticed() throws Exception {
    TinyRun run = TinyRun.create(folder);
    run("train", run.config(), "max_train_steps=1", "output_dir=" + folder.resolve("first"));
    Path vae = Files.move(folder.resolve("model/vae"), folder.resolve("vae"));
    // The checkpoint's own has other numbers, and does not count.
    Path own = Files.createDirectories(folder.resolve("model/vae"));
    Files.copy(vae.resolve("config.json"), own.resolve("config.json"));
    String[] command = {"train", run.config(), "max_train_steps=1", "backbone.vae=" + vae};
    run(command);
    Files.writeString(own.resolve("config.json"), "{}");
    assertTrue(run(command).err().contains("resumed from"));
    Path config = vae.resolve("config.json");
    String text = Files.readString(config);
    String other = text.replaceFirst("(\"scaling_factor\": )[0-9.]+", "$10.5");
    assertNotEquals(text, other);
    Files.writeString(config, other);
    Commands refused = Commands.run(command);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("its codec, text encoder, tokenizer"), refused.err());
  }

  /**
   * Such a checkpoint proves nothing of codec and text encoder, so its model must lie where it lay.
   */
  @Test
  void checkpointOfAnEarlierVersionNeedsTheModelInItsPlace() throws Exception {
    TinyRun run = TinyRun.create(folder);
    run("train", run.config(), "max_train_steps=1");
    Path checkpoint = folder.resolve("out/checkpoint-1");
    TrainerState then = TrainerState.read(checkpoint);
    new TrainerState(
            then.step(),
            then.seed(),
            then.backbone(),
            then.fingerprint(),
            TrainerState.UNKNOWN,
            then.tracks(),
            then.skipped(),
            then.policy(),
            then.policyState(),
            then.config(),
            then.environment(),
            then.files(),
            then.checksums())
        .write(checkpoint);
    run("train", run.config(), "max_train_steps=1");
    Path model = Files.move(folder.resolve("model"), folder.resolve("other-model"));
    Commands moved =
        Commands.run("train", run.config(), "max_train_steps=1", "backbone.checkpoint=" + model);
    assertEquals(2, moved.code(), moved.err());
    assertTrue(moved.err().contains("backbone.checkpoint from"), moved.err());
  }

  private static Commands run(String... arguments) {
    Commands ended = Commands.run(arguments);
    assertEquals(0, ended.code(), ended.err());
    return ended;
  }
}
