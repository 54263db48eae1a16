package org.sdvgen.cli.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sdvgen.cli.Commands;
import org.sdvgen.cli.endtoend.DebuggedProgram.Place;
import org.sdvgen.cli.endtoend.KillSchedule.Kill;

/**
 * Runs of one stage that are killed and resumed: six steps with a checkpoint after every second
 * one, of which the newest is kept, with an average, two reading threads, clips, events and a
 * cache.
 */
final class KilledRun {
  private static final String STORE = "org.sdvgen.host.checkpoint.CheckpointStore";
  private static final int EVERY = 2;

  /** The checkpoint that a run of the stage {@code RESUMED} begins with. */
  private static final int INTERRUPTED_AT = 4;

  private final TinyRun run;
  private final KillStage stage;
  private final Optional<Path> start;
  private final List<Place> places;

  /**
   * Runs the stage once to see which lines it passes.
   *
   * @param run model and data; the model's weights must be there already
   * @param stage what is killed
   */
  KilledRun(TinyRun run, KillStage stage) throws Exception {
    this.run = run;
    this.stage = stage;
    start = stage == KillStage.RESUMED ? Optional.of(interrupted(run)) : Optional.empty();
    Set<String> watched = new LinkedHashSet<>(List.of(STORE));
    kinds().forEach(kind -> watched.addAll(kind.types()));
    String traced = "traced-" + stage;
    prepare(run.folder().resolve(traced));
    places = DebuggedProgram.trace(List.copyOf(watched), arguments(run, stage, traced));
    for (KillKind kind : kinds().toList()) {
      assertTrue(places.stream().anyMatch(kind::matches), () -> "no line of " + kind);
    }
  }

  private Stream<KillKind> kinds() {
    return Arrays.stream(KillKind.values()).filter(kind -> kind.stage() == stage);
  }

  /**
   * The command of a run.
   *
   * @param output its folder's name
   */
  static String[] arguments(TinyRun run, KillStage stage, String output) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                run.config(),
                "output_dir=" + run.file(output),
                "seed=7",
                "max_train_steps=6",
                "checkpointing_steps=" + EVERY,
                "checkpoints_total_limit=1",
                "dataloader_num_workers=2",
                "use_ema=true",
                "report_to=tensorboard",
                "validation.steps=5",
                "validation.prompts.prompt=a ball moves right",
                "generate.num_inference_steps=1",
                "cache.folder=" + run.folder().resolve(output).resolve(RunFolder.CACHE),
                "cache.variants=1"));
    arguments.addAll(stage.settings());
    return arguments.toArray(String[]::new);
  }

  /**
   * A run that was killed while it wrote its third checkpoint: the second one is whole, the first
   * one is still there, and figures, events and clips go on beyond both.
   */
  @SuppressWarnings("try") // the program stands still while it is open
  private static Path interrupted(TinyRun run) throws Exception {
    String output = "interrupted";
    List<String> arguments = new ArrayList<>(List.of(arguments(run, KillStage.ADAPTER, output)));
    arguments.add("checkpoints_total_limit=2");
    arguments.add("cache.folder=" + run.file("other-cache"));
    try (DebuggedProgram program =
        DebuggedProgram.stopIn(
            "org.sdvgen.host.training.RuleMemory", "save", 3, arguments.toArray(String[]::new))) {
      Path folder = run.folder().resolve(output);
      assertTrue(Files.isDirectory(folder.resolve(".checkpoint-6.tmp")));
      return folder;
    }
  }

  private void prepare(Path folder) throws IOException {
    if (start.isPresent()) {
      RunFolder.copy(start.get(), folder);
    }
  }

  /**
   * Kills a run, makes sure that nothing is lost, and lets it go on to its end.
   *
   * @param kill where
   * @param output the run's folder
   * @return the line before which it was killed
   */
  String killAndResume(Kill kill, Path output) throws Exception {
    prepare(output);
    int point = point(kill);
    Place place = places.get(point);
    String where =
        String.join(
            " ", stage.toString(), kill.toString(), place.toString(), "line", "" + (point + 1));
    String[] arguments = arguments(run, stage, String.valueOf(output.getFileName()));
    killAt(point, arguments, kill.kind());

    long newest = RunFolder.newestCheckpoint(output);
    assertTrue(newest >= savedBefore(point), () -> where + ": only " + newest + " is there");
    Commands resumed = Commands.run(arguments);
    assertEquals(0, resumed.code(), () -> where + ": " + resumed.err());
    assertFalse(resumed.err().contains("is skipped"), () -> where + ": " + resumed.err());
    assertEquals(resumedFrom(output, newest), resumedFrom(resumed.err()), where);
    return where;
  }

  private static List<String> resumedFrom(Path output, long newest) {
    return newest == 0
        ? List.of()
        : List.of("resumed from " + output.resolve("checkpoint-" + newest));
  }

  private static List<String> resumedFrom(String said) {
    return said.lines().map(String::strip).filter(line -> line.startsWith("resumed from")).toList();
  }

  private int point(Kill kill) {
    int[] points =
        IntStream.range(0, places.size()).filter(i -> kill.kind().matches(places.get(i))).toArray();
    return points[new SplittableRandom(kill.seed()).nextInt(points.length)];
  }

  /** The step of the last checkpoint that a run must have when it comes to a line. */
  private long savedBefore(int point) {
    // Older checkpoints are removed when a new one is safe; a resumed run begins with it.
    long removals =
        places.subList(0, point).stream()
            .filter(place -> place.type().equals(STORE) && place.method().equals("prune"))
            .filter(place -> place.index() == 0)
            .count();
    return stage == KillStage.RESUMED
        ? INTERRUPTED_AT + EVERY * Math.max(0, removals - 1)
        : EVERY * removals;
  }

  /** Kills a run that stands before a line; while it stands there, no other run may start. */
  @SuppressWarnings("try") // the program stands still while it is open
  private void killAt(int point, String[] arguments, KillKind kind) throws Exception {
    Place place = places.get(point);
    int occurrence = Collections.frequency(places.subList(0, point + 1), place);
    try (DebuggedProgram program = DebuggedProgram.stopAt(place, occurrence, arguments)) {
      if (kind == KillKind.STEPS) {
        Commands second = Commands.run(arguments);
        assertEquals(2, second.code(), second.err());
        assertTrue(second.err().contains("in use by another run"), second.err());
      }
    }
  }
}
