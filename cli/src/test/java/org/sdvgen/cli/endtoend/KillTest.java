package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdvgen.cli.Commands;
import org.sdvgen.cli.endtoend.DebuggedProgram.Place;

/**
 * A run whose process is killed at any line of the training loop, of writing files and checkpoints
 * or of removing old ones, and that is then resumed, ends as the run that was never stopped.
 */
final class KillTest {
  /** How many kills; the continuous integration asks for more. */
  private static final int KILLS = Integer.getInteger("kills", 5);

  private static final long SEED = 17816;

  private static final List<String> WATCHED =
      List.of(
          "org.sdvgen.host.training.TrainingLoop",
          "org.sdvgen.host.training.StepTaker",
          "org.sdvgen.host.training.StepLog",
          "org.sdvgen.host.training.GrowingFiles",
          "org.sdvgen.host.training.GrowingFile",
          "org.sdvgen.host.training.RuleMemory",
          "org.sdvgen.host.checkpoint.CheckpointStore",
          "org.sdvgen.host.checkpoint.AtomicFolder",
          "org.sdvgen.runtime.weights.AtomicFile");

  /** Where kills fall in turn, whatever share of the lines it has. */
  private static final List<Pattern> KINDS =
      Stream.of(
              "TrainingLoop\\..*|StepTaker\\..*",
              "AtomicFile\\.force.*",
              "AtomicFolder\\.(replace|lambda|force).*",
              "(AtomicFolder\\.(retire|deleteTree|remove)|CheckpointStore\\.prune).*",
              "(StepLog|GrowingFiles?|RuleMemory)\\..*",
              "AtomicFile\\.(write|replace|lambda).*")
          .map(Pattern::compile)
          .toList();

  @TempDir private Path folder = Path.of("");

  @Test
  void killedRunEndsAsIfItHadNeverBeenStopped() throws Exception {
    TinyRun run = TinyRun.create(folder);
    Commands whole = Commands.run(arguments(run, "whole"));
    assertEquals(0, whole.code(), whole.err());
    // Not in the first run: that one makes the model's weights, too.
    List<Place> places = DebuggedProgram.trace(WATCHED, arguments(run, "traced"));
    assertEquals(Set.copyOf(WATCHED), places.stream().map(Place::type).collect(Collectors.toSet()));
    List<String> kills = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      int point = point(places, KINDS.get(i % KINDS.size()), SEED + i);
      String killed = "killed" + i;
      killAt(places, point, arguments(run, killed));
      Commands resumed = Commands.run(arguments(run, killed));
      assertEquals(0, resumed.code(), places.get(point) + ": " + resumed.err());
      assertSameRun(folder.resolve("whole"), folder.resolve(killed), places.get(point));
      kills.add(
          String.format(
              Locale.ROOT, "%s, line %d of %d", places.get(point), point + 1, places.size()));
    }
    Files.write(Path.of("target", "kills.txt"), kills);
  }

  /** Dropout, two reading threads, an average, a rule with a memory, one checkpoint at a time. */
  private static String[] arguments(TinyRun run, String output) {
    return new String[] {
      "train",
      run.config(),
      "output_dir=" + run.file(output),
      "seed=7",
      "max_train_steps=6",
      "checkpointing_steps=2",
      "checkpoints_total_limit=1",
      "dataloader_num_workers=2",
      "lora.dropout=0.2",
      "use_ema=true",
      "update_rules=gradient-surgery",
      "update.gradient-surgery.buffer_size=2"
    };
  }

  private static int point(List<Place> places, Pattern kind, long seed) {
    int[] points =
        IntStream.range(0, places.size())
            .filter(i -> kind.matcher(places.get(i).toString()).matches())
            .toArray();
    assertTrue(points.length > 0, () -> "no line of " + kind);
    return points[new SplittableRandom(seed).nextInt(points.length)];
  }

  /** Kills a run that stands before a line; while it stands there, no other run may start. */
  @SuppressWarnings("try") // the program stands still while it is open
  private static void killAt(List<Place> places, int point, String[] arguments) throws Exception {
    Place place = places.get(point);
    int occurrence = Collections.frequency(places.subList(0, point + 1), place);
    try (DebuggedProgram program = DebuggedProgram.stopAt(place, occurrence, arguments)) {
      if (KINDS.get(0).matcher(place.toString()).matches()) {
        Commands second = Commands.run(arguments);
        assertEquals(2, second.code(), second.err());
        assertTrue(second.err().contains("in use by another run"), second.err());
      }
    }
  }

  private static void assertSameRun(Path whole, Path resumed, Place place) throws IOException {
    List<String> files = files(whole);
    assertEquals(files, files(resumed), place.toString());
    assertFalse(files.stream().anyMatch(file -> file.contains(".tmp")), files.toString());
    for (String file : files) {
      if (file.endsWith(".safetensors")) {
        assertArrayEquals(
            Files.readAllBytes(whole.resolve(file)),
            Files.readAllBytes(resumed.resolve(file)),
            () -> place + ": " + file);
      }
    }
    assertEquals(metrics(whole), metrics(resumed), place.toString());
  }

  /** What a run has left, but for the program's log. */
  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> run.relativize(file).toString())
          .filter(file -> !file.startsWith("logs"))
          .sorted()
          .toList();
    }
  }

  /** The figures of all steps but for the time and memory that they took. */
  private static List<String> metrics(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll("\"(seconds|resident_mb|heap_mb)\":[^,]*,", ""))
        .toList();
  }
}
